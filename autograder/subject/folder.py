"""The working folder of a submission: made, and removed whatever its notebook has put there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def working_folder() -> Iterator[Path]:
    """A new folder; what cannot be removed of it at the end stays, and touches nobody's result."""
    path = Path(tempfile.mkdtemp(prefix="submission-"))
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            remove(path)


def remove(folder: Path) -> None:
    """Remove a folder that nobody writes into any more, however deep.

    What lies in its folders moves up before they go: no path gets long, and nothing calls itself.

    Raises:
        OSError: when something in it cannot be moved or removed.
    """
    number = 0
    while inner := [entry for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]:
        for entry in inner:
            os.chmod(entry.path, 0o700)
            for each in list(os.scandir(entry.path)):
                if each.is_dir(follow_symlinks=False):
                    os.chmod(each.path, 0o700)  # to be moved, a folder must be open to be written
                    number += 1
                    os.rename(each.path, _free(folder, number))
                else:
                    os.unlink(each.path)
            os.rmdir(entry.path)
    for entry in list(os.scandir(folder)):
        os.unlink(entry.path)
    os.rmdir(folder)


def _free(folder: Path, number: int) -> str:
    """A name that no notebook has given: those that it could know of are few, and each is looked for."""
    name = f"{folder}/moved-{number}"
    while os.path.lexists(name):
        name += "-"
    return name
