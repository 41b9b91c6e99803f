"""What a submission may have brought along instead of writing it: files that are left out, and what a person is told.

A library that stands as text in a cell cannot be told from code by what it does; its size can.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath

from nbformat import NotebookNode

from autograder.notebooks import nbgrader_of

MAX_CELL = 30_000  # characters of one cell; people write hundreds
MANY = 20  # times the reference's code
# Files that Python runs without a source, or that hold others: nobody needs one where a library is forbidden.
_COMPILED = {".pyc", ".pyd", ".so"}
_PACKED = {".egg", ".whl", ".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar"}
_MAGIC = (b"\x7fELF", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"MZ")
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


def withheld(files: Mapping[str, bytes], forbidden: Sequence[str]) -> dict[str, str]:
    """The files that do not come into the working folder of a task that forbids modules: by name, a sentence each."""
    found: dict[str, str] = {}
    for name, content in files.items() if forbidden else ():
        parts = [part.lower() for part in PurePosixPath(name).parts]
        borrowed = next((module for module in forbidden if any(_bears(part, module) for part in parts)), None)
        if borrowed is not None:
            found[name] = f"{name} bears the name of {borrowed}, which this task forbids, and was left out."
        elif (
            PurePosixPath(name).suffix.lower() in _COMPILED | _PACKED
            or content.startswith(_MAGIC)
            or _is_archive(content)
        ):
            found[name] = f"{name} is an archive or a compiled file, and was left out: this task forbids a library."
        elif module := _imported(content) & set(forbidden):
            found[name] = f"{name} imports {sorted(module)[0]}, which this task forbids, and was left out."
    return found


def _bears(part: str, module: str) -> bool:
    return re.match(rf"{re.escape(module)}(?![a-z0-9])", part.replace("-", "_")) is not None


def _is_archive(content: bytes) -> bool:
    file = io.BytesIO(content)
    if zipfile.is_zipfile(file):  # it finds one behind other bytes too, as Python's import does
        return True
    file.seek(0)
    try:
        return tarfile.is_tarfile(file)
    except (tarfile.TarError, OSError, ValueError, EOFError):
        return False


def _imported(content: bytes) -> set[str]:
    return {name.decode() for name in _IMPORT.findall(content)}


def remarks(notebook: NotebookNode, files: Collection[str], reference: NotebookNode) -> list[str]:
    """What a person may want to look at: cells that nobody types, code far beyond the reference's, own modules."""
    said, own = [], _own(notebook)
    for cell in own:
        if len(cell.source) > MAX_CELL:
            said.append(f"A cell beginning {_beginning(cell)} has {len(cell.source):,} characters.")
    written, expected = (sum(len(cell.source) for cell in cells) for cells in (own, _own(reference)))
    if written > MAX_CELL and written > MANY * expected:
        said.append(f"Its own code has {written:,} characters; the reference's has {expected:,}.")
    names = {PurePosixPath(file).parts[0].removesuffix(".py") for file in files if file.endswith(".py")}
    source = "\n".join(cell.source for cell in own).encode(errors="replace")
    if modules := sorted(names & _imported(source)):
        said.append(f"It imports {', '.join(modules)} from beside the notebook.")
    return said


def _own(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and not nbgrader_of(cell).get("locked")]


def _beginning(cell: NotebookNode) -> str:
    line = next(iter(cell.source.strip().splitlines()), "")
    return repr(line[:40])
