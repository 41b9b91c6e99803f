"""Brings a submitted notebook back to its assignment's cells, whatever was done to them, and says what it mended."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.judging.recognise import Named, Release, recognised
from autograder.notebooks import by_hand, nbgrader_of

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # as in nbformat's schema
_PICTURE = re.compile(r"!\[([^\]]*)\]\(attachment:([^)\s]+)[^)]*\)")
_TAG = re.compile(r"[^,\ud800-\udfff]{1,200}")
_IMAGE = re.compile(r"image/(?:png|jpeg|gif|webp|svg\+xml)")


class WrongNotebook(ValueError):
    """The submission is no notebook of this assignment; the text says so in one sentence."""


def repair(submitted: NotebookNode, released: NotebookNode, name: str) -> list[str]:
    """Mend ``submitted`` in place against the released notebook and give a sentence for each thing mended.

    Locked cells get their source, type, metadata and place back; tasks keep the student's source, also where their
    metadata are lost. Copies of locked cells go; copies of tasks stay as plain cells, since the student ran them too.
    Cells of the student's own stay where they are, made anew of known fields, as the notebook's own metadata are. A
    graded cell never stands before a task that it stood behind in the release, and an untouched stub never behind a
    cell in which the student defines its names, which it would take back.

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
        cells.append((None, _own(cell)))
    seen = {grade_id for grade_id, _ in cells}
    for grade_id in release.order:
        if grade_id not in seen:
            notes.append(f"The cell '{grade_id}' was missing and was put back.")
            cells.insert(_place(cells, grade_id, release), (grade_id, deepcopy(release.cells[grade_id])))
    _raise_stubs(cells, release, notes)
    _sort_graded(cells, release, notes)
    submitted.cells = [cell for _, cell in cells]
    submitted.metadata = deepcopy(released.metadata)
    submitted.nbformat, submitted.nbformat_minor = released.nbformat, released.nbformat_minor
    _unique_ids(submitted)
    for cell in submitted.cells:
        # half a surrogate, which JSON can hold and no file can
        cell.source = cell.source.encode(errors="replace").decode()
        _mend_pictures(cell)
    return notes


def _own(cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own, made anew of what it needs: its other fields may be anything."""
    tags = cell.metadata.get("tags")
    kept = [tag for tag in tags if isinstance(tag, str) and _TAG.fullmatch(tag)] if isinstance(tags, list) else []
    make = {"code": new_code_cell, "raw": new_raw_cell}.get(cell.cell_type, new_markdown_cell)
    made = make(cell.source, metadata={"tags": list(dict.fromkeys(kept))} if kept else {})
    made["id"] = cell.get("id")  # which is looked at below, with those of all cells
    if cell.cell_type == "markdown" and (pictures := _pictures(cell.get("attachments"))):
        made.attachments = nbformat.from_dict(pictures)
    return made


def _mend_pictures(cell: NotebookNode) -> None:
    """Put a word in place of a pasted picture that is not in the notebook, which no page could show."""
    there = cell.get("attachments", {})

    def shown(found: re.Match[str]) -> str:
        name = found[2]
        if name not in there and unquote(name) in there:
            there[name] = there[unquote(name)]  # a page looks for it as it is written
        return found[0] if name in there else f"[no picture: {found[1] or name}]"

    if cell.cell_type == "markdown":
        cell.source = _PICTURE.sub(shown, cell.source)


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """A cell's attached pictures, as nbformat has them."""
    found = {}
    for name, data in attachments.items() if isinstance(attachments, dict) else ():
        parts = data.items() if isinstance(data, dict) else ()
        if images := {mime: text for mime, text in parts if _IMAGE.fullmatch(mime) and isinstance(text, str)}:
            found[name] = images
    return found


def _mended(cell: NotebookNode, release: Release, grade_id: str, notes: list[str]) -> NotebookNode:
    fresh = deepcopy(release.cells[grade_id])
    if cell.cell_type != fresh.cell_type:
        notes.append(f"The cell '{grade_id}' had been turned into a {cell.cell_type} cell.")
    if not release.locked(grade_id):
        fresh.source = cell.source
        if fresh.cell_type == "markdown" and (pictures := _pictures(cell.get("attachments"))):
            fresh["attachments"] = nbformat.from_dict(pictures)
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


def _raise_stubs(cells: Named, release: Release, notes: list[str]) -> None:
    """Move each untouched stub above the first cell that answers its task.

    The cells ran in another order for the student. So the answer counts as it is, and needs no person to look at it.
    """
    for task in release.tasks:
        at = next(i for i, (name, _) in enumerate(cells) if name == task)
        if not release.given(cells[at][1]):
            continue
        answer = next((i for i, (name, cell) in enumerate(cells[:at]) if release.answers(name, cell, task)), None)
        if answer is not None:
            cells.insert(answer, cells.pop(at))
            notes.append(f"The stub of '{task}' stood below an answer to it and was moved above it.")


def _sort_graded(cells: Named, release: Release, notes: list[str]) -> None:
    for grade_id in release.order:
        if not nbgrader_of(release.cells[grade_id]).get("grade") or by_hand(release.cells[grade_id]):
            continue
        at = next(i for i, (name, _) in enumerate(cells) if name == grade_id)
        before = set(release.order[: release.order.index(grade_id)]) & set(release.names)
        if any(name in before for name, _ in cells[at + 1 :]):
            moved = cells.pop(at)
            cells.insert(_place(cells, grade_id, release), moved)
            notes.append(f"The cell '{grade_id}' stood before its task and was moved behind it.")


def _unique_ids(notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        name = cell.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in seen:
            name = f"own-{index}"
            while name in seen:
                name += "x"
            cell["id"] = name
        seen.add(name)
