"""Cells, metadata and files of notebooks, whoever wrote them."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

MAX_FILE = 50 << 20  # bytes of one file beside a submission that are copied in
MAX_DEPTH = 20  # folders in folders, of which files are copied in


@dataclass(frozen=True)
class GradedCell:
    """A cell with points: the grader ``test_<grade_id>`` judges what stands above it, or a person what is in it."""

    grade_id: str
    points: float
    index: int


def code_digest(notebook: NotebookNode) -> str:
    """A digest of what a notebook's cells run, in order; outputs, counts and metadata are no part of it."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()


def nbgrader_of(cell: NotebookNode) -> dict[str, Any]:
    """A cell's nbgrader metadata, empty where it has none that is usable."""
    metadata = cell.metadata.get("nbgrader", {})
    return metadata if isinstance(metadata, dict) else {}


def graded_cells(notebook: NotebookNode) -> list[GradedCell]:
    """The autograded test cells of a notebook, in order."""
    found = []
    for index, cell in enumerate(notebook.cells):
        data = nbgrader_of(cell)
        if data.get("grade") is True and data.get("solution") is not True and cell.cell_type == "code":
            found.append(GradedCell(str(data.get("grade_id") or ""), points_of(data), index))
    return found


def by_hand(cell: NotebookNode) -> bool:
    """Whether a person gives a cell's points: a manually graded answer, or a manually graded task cell."""
    data = nbgrader_of(cell)
    return data.get("task") is True or (data.get("grade") is True and data.get("solution") is True)


def cells_by_hand(notebook: NotebookNode) -> list[GradedCell]:
    """The cells of a notebook whose points a person gives, in order."""
    return [
        GradedCell(str(nbgrader_of(cell).get("grade_id") or ""), points_of(nbgrader_of(cell)), index)
        for index, cell in enumerate(notebook.cells)
        if by_hand(cell)
    ]


def points_of(data: dict[str, Any]) -> float:
    """The points in a cell's nbgrader metadata; none where they are no number, which ``autograder build`` refuses."""
    points = data.get("points")
    return float(points) if isinstance(points, (int, float)) else 0.0


def give_ids(notebook: NotebookNode) -> None:
    """Name each cell by its grade_id, else by the grade_id before it and a count: py:percent keeps no ids."""
    last, count, seen = "cell", 0, set()
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if grade_id:
            last, count = str(grade_id), 0
            name = last
        else:
            count += 1
            name = f"{last}-{count}"
        name = re.sub(r"[^a-zA-Z0-9_-]", "-", name)[:60]
        while name in seen:
            name += "x"
        seen.add(name)
        cell["id"] = name


def _within(folder: Path) -> Iterator[Path]:
    """All that lies in a folder, if there is one, at most ``MAX_DEPTH`` folders deep; links are not followed."""
    waiting = [(folder, 0)] if folder.is_dir() else []
    while waiting:
        place, depth = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                yield Path(entry.path)
                if depth < MAX_DEPTH and entry.is_dir(follow_symlinks=False):
                    waiting.append((Path(entry.path), depth + 1))


def regular_files(folder: Path) -> dict[str, bytes]:
    """The files beside a notebook, by relative name: regular files only, no links, no notebooks, nothing left over."""
    found = {}
    for path in sorted(_within(folder)):
        facts, inner = path.lstat(), path.relative_to(folder)
        kept = path.suffix not in (".ipynb", ".pyc") and not {".ipynb_checkpoints", "__pycache__"} & set(inner.parts)
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= MAX_FILE and kept:
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their relative names."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
