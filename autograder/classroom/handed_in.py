"""What may lie in a submission's folder, found out before anything of it is opened."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.child.confine import Limits

LIMITS = Limits()  # the files that a submission brings may be no more than those that it may write
DEPTH = 20  # folders in folders: far less than what ends Python's own recursion, or a path's length
SPECIAL = set("*?[]{}")  # nbgrader takes a student's name for a pattern


class Unfit(Exception):
    """Something that must not be handed on; the text is one sentence."""


def entries(folder: Path, *, strict: bool = False) -> Iterator[os.DirEntry[str]]:
    """All entries of a folder and of those in it, by name; links are not followed.

    Args:
        strict: whether folders that lie too deep or cannot be read raise ``Unfit``, or are passed over.
    """
    waiting = [(str(folder), 0)]
    while waiting:
        place, depth = waiting.pop()
        try:
            with os.scandir(place) as found:
                here = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            if strict:
                raise Unfit(f"a folder in it cannot be read: {error.strerror}") from None
            continue
        for entry in here:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                if depth < DEPTH:
                    waiting.append((entry.path, depth + 1))
                elif strict:
                    raise Unfit(f"it has folders in folders, more than {DEPTH} levels deep")


def unfit(notebook: Path, student: str) -> str:
    """Why a submission in nbgrader's tree cannot be handed to nbgrader, which opens and copies all; else nothing."""
    if not student.isprintable() or student != student.strip() or SPECIAL & set(student):
        return "the student's folder has a name with signs of a pattern, unprintable ones or outer blanks: rename it"
    folder = notebook.parent
    link = next((each for each in (notebook, *list(notebook.parents)[:2]) if each.is_symlink()), None)
    if link is not None:
        return f"{link.name} is a link, and links are not followed"
    count = size = 0
    try:
        for entry in entries(folder, strict=True):
            facts = entry.stat(follow_symlinks=False)
            if entry.is_symlink() and os.path.exists(entry.path):
                facts = entry.stat()  # nbgrader copies what it points to; it is taken away again
            kind = facts.st_mode
            if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind) or stat.S_ISLNK(kind)):
                return "something in it is neither a file nor a folder, and would not be read to its end"
            if stat.S_ISREG(kind) and not os.access(entry.path, os.R_OK):
                return "a file in it cannot be read: Permission denied"
            count += 1
            size += facts.st_size if stat.S_ISREG(kind) else 0
            if count > LIMITS.files or size > LIMITS.written:
                return f"it has more than {LIMITS.files} files, or more than {LIMITS.written >> 20} MiB in them"
    except Unfit as error:
        return str(error)
    except OSError as error:
        return f"its files cannot be looked at: {error.strerror}"
    return _odd_time(folder / "timestamp.txt")


def _odd_time(stamp: Path) -> str:
    """Why nbgrader could not read when a submission was handed in; nothing where it can, or where nothing says it."""
    if not os.path.lexists(stamp):
        return ""
    try:
        text = stamp.read_text(encoding="utf-8").strip()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a time zone that it does not know, which it takes for the instructor's
            parse_utc(text or None)
    except Exception:  # what others wrote is parsed: dateutil has many words for "no"
        return "its timestamp.txt holds no time; write one as 2027-01-15 16:59:30 UTC, or take the file away"
    return ""
