"""Brings a submitted notebook back to its assignment's cells, whatever was done to them, and says what it mended."""

from __future__ import annotations

import re
from copy import deepcopy
from urllib.parse import unquote

from nbformat import NotebookNode

from autograder.judging.recognise import Named, Release, recognised
from autograder.notebooks import nbgrader_of


class WrongNotebook(ValueError):
    """The submission is no notebook of this assignment; the text says so in one sentence."""


def repair(submitted: NotebookNode, released: NotebookNode, name: str) -> list[str]:
    """Mend ``submitted`` in place against the released notebook and give a sentence for each thing mended.

    Locked cells get their source, type, metadata and place back; tasks keep the student's source, also where their
    metadata are lost. Copies of locked cells go; copies of tasks stay as plain cells, since the student ran them too.
    Cells of the student's own stay where they are. A graded cell never stands before a task that it stood behind in
    the release, and a stub that is put back never behind a cell in which the student defines its names.

    Raises:
        WrongNotebook: when no task of the assignment is in it.
    """
    release = Release(released)
    notes: list[str] = []
    for cell in submitted.cells:
        cell.source = cell.source.replace("\r\n", "\n").replace("\r", "\n")  # an editor of Windows changed no text
    named, certain = recognised(submitted, release, notes)
    found = [
        any(grade_id == task or release.answers(grade_id, cell, task) for grade_id, cell in named)
        for task in release.tasks
    ]
    if release.tasks and not (certain and any(found)):
        tasks = ", ".join(release.tasks)
        raise WrongNotebook(f"this is no notebook of {name}: none of its tasks ({tasks}) is in it")
    cells: Named = []
    for grade_id, cell in named:
        if grade_id is not None:
            cells.append((grade_id, _mended(cell, release, grade_id, notes)))
            continue
        if "nbgrader" in cell.metadata and nbgrader_of(cell).get("grade_id") not in release.order:
            notes.append("A cell with unknown nbgrader metadata was taken as an ordinary cell.")
        cell.metadata.pop("nbgrader", None)
        cells.append((None, cell))
    seen = {grade_id for grade_id, _ in cells}
    for grade_id in release.order:
        if grade_id not in seen:
            notes.append(f"The cell '{grade_id}' was missing and was put back.")
            cells.insert(_place(cells, grade_id, release), (grade_id, deepcopy(release.cells[grade_id])))
    _sort_graded(cells, release, notes)
    submitted.cells = [cell for _, cell in cells]
    for key in ("kernelspec", "language_info"):
        if key in released.metadata:
            submitted.metadata[key] = deepcopy(released.metadata[key])
    submitted.metadata.pop("widgets", None)  # of outputs that are made anew; Colab's have no state, and end a page
    _unique_ids(submitted)
    for cell in submitted.cells:
        # half a surrogate, which JSON can hold and no file can; tags that nbformat would refuse later
        cell.source = cell.source.encode(errors="replace").decode()
        if not isinstance(cell.metadata.get("tags", []), list):
            del cell.metadata["tags"]
        _mend_pictures(cell)
    return notes


_PICTURE = re.compile(r"!\[([^\]]*)\]\(attachment:([^)\s]+)[^)]*\)")


def _mend_pictures(cell: NotebookNode) -> None:
    """Put a word in place of a pasted picture that is not in the notebook, which no page could show."""
    there = cell.get("attachments", {})
    if "attachments" in cell and (cell.cell_type == "code" or not _are_pictures(there)):
        del cell["attachments"]
        there = {}

    def shown(found: re.Match[str]) -> str:
        name = found[2]
        if name not in there and unquote(name) in there:
            there[name] = there[unquote(name)]  # a page looks for it as it is written
        return found[0] if name in there else f"[no picture: {found[1] or name}]"

    if cell.cell_type == "markdown":
        cell.source = _PICTURE.sub(shown, cell.source)


def _are_pictures(attachments: object) -> bool:
    return isinstance(attachments, dict) and all(
        isinstance(kinds, dict) and kinds and all(isinstance(data, str) for data in kinds.values())
        for kinds in attachments.values()
    )


def _mended(cell: NotebookNode, release: Release, grade_id: str, notes: list[str]) -> NotebookNode:
    fresh = deepcopy(release.cells[grade_id])
    if cell.cell_type != fresh.cell_type:
        notes.append(f"The cell '{grade_id}' had been turned into a {cell.cell_type} cell.")
    if not release.locked(grade_id):
        fresh.source = cell.source
        if "attachments" in cell and fresh.cell_type == "markdown":
            fresh["attachments"] = cell["attachments"]
    elif cell.source != fresh.source:
        notes.append(f"The locked cell '{grade_id}' had been changed and was put back.")
    return fresh


def _place(cells: Named, grade_id: str, release: Release) -> int:
    """Just behind the nearest cell that stands before ``grade_id`` in the release, and the student's own after it.

    A stub goes no further than the first cell that may define what it would define anew.
    """
    before = set(release.order[: release.order.index(grade_id)])
    last = max((at for at, (name, _) in enumerate(cells) if name in before), default=-1)
    at = last + 1
    while at < len(cells) and cells[at][0] is None:
        at += 1
    return next((first for first, (name, cell) in enumerate(cells[:at]) if release.answers(name, cell, grade_id)), at)


def _sort_graded(cells: Named, release: Release, notes: list[str]) -> None:
    for grade_id in release.order:
        if not nbgrader_of(release.cells[grade_id]).get("grade"):
            continue
        at = next(i for i, (name, _) in enumerate(cells) if name == grade_id)
        before = set(release.order[: release.order.index(grade_id)]) & set(release.tasks)
        if any(name in before for name, _ in cells[at + 1 :]):
            moved = cells.pop(at)
            cells.insert(_place(cells, grade_id, release), moved)
            notes.append(f"The cell '{grade_id}' stood before its task and was moved behind it.")


def _unique_ids(notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        name = cell.get("id")
        if not isinstance(name, str) or not name or name in seen:
            name = f"own-{index}"
            while name in seen:
                name += "x"
            cell["id"] = name
        seen.add(name)
