"""Brings a submitted notebook back to its assignment's cells, whatever was done to them, and says what it mended."""

from __future__ import annotations

from copy import deepcopy

from nbformat import NotebookNode

from autograder.notebooks import nbgrader_of


class WrongNotebook(ValueError):
    """The submission is no notebook of this assignment; the text says so in one sentence."""


def repair(submitted: NotebookNode, released: NotebookNode, name: str) -> list[str]:
    """Mend ``submitted`` in place against the released notebook and give a sentence for each thing mended.

    Locked cells get their source, type, metadata and place back; tasks keep the student's source. Copies of locked
    cells go; copies of tasks stay as plain cells, since the student ran them too. Cells of the student's own stay
    where they are. A graded cell never stands before a task that it stood behind in the release.

    Raises:
        WrongNotebook: when no task of the assignment is in it.
    """
    known = {nbgrader_of(cell)["grade_id"]: cell for cell in released.cells if nbgrader_of(cell).get("grade_id")}
    order = list(known)
    notes: list[str] = []
    cells: list[tuple[str | None, NotebookNode]] = []
    seen: set[str] = set()
    for cell in submitted.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        grade_id = grade_id if isinstance(grade_id, str) and grade_id in known else None
        if grade_id is None or grade_id in seen:
            if grade_id is not None:
                notes.append(f"The cell '{grade_id}' was there more than once.")
                if _locked(known[grade_id]):
                    continue
            elif "nbgrader" in cell.metadata:
                notes.append("A cell with unknown nbgrader metadata was taken as an ordinary cell.")
            cell.metadata.pop("nbgrader", None)
            cells.append((None, cell))
            continue
        seen.add(grade_id)
        cells.append((grade_id, _mended(cell, known[grade_id], grade_id, notes)))
    tasks = [grade_id for grade_id in order if nbgrader_of(known[grade_id]).get("solution")]
    if tasks and not seen & set(tasks):
        raise WrongNotebook(f"this is no notebook of {name}: none of its tasks ({', '.join(tasks)}) is in it")
    for grade_id in order:
        if grade_id not in seen:
            notes.append(f"The cell '{grade_id}' was missing and was put back.")
            cells.insert(_place(cells, grade_id, order), (grade_id, deepcopy(known[grade_id])))
    _sort_graded(cells, known, order, notes)
    submitted.cells = [cell for _, cell in cells]
    for key in ("kernelspec", "language_info"):
        if key in released.metadata:
            submitted.metadata[key] = deepcopy(released.metadata[key])
    _unique_ids(submitted)
    for cell in submitted.cells:
        # half a surrogate, which JSON can hold and no file can; tags that nbformat would refuse later
        cell.source = cell.source.encode(errors="replace").decode()
        if not isinstance(cell.metadata.get("tags", []), list):
            del cell.metadata["tags"]
    return notes


def _locked(cell: NotebookNode) -> bool:
    data = nbgrader_of(cell)  # one that is graded and a solution is an answer that a person grades
    return data.get("locked") is True or (data.get("grade") is True and data.get("solution") is not True)


def _mended(cell: NotebookNode, original: NotebookNode, grade_id: str, notes: list[str]) -> NotebookNode:
    fresh = deepcopy(original)
    if cell.cell_type != fresh.cell_type:
        notes.append(f"The cell '{grade_id}' had been turned into a {cell.cell_type} cell.")
    if not _locked(original):
        fresh.source = cell.source
    elif cell.source != fresh.source:
        notes.append(f"The locked cell '{grade_id}' had been changed and was put back.")
    return fresh


def _place(cells: list[tuple[str | None, NotebookNode]], grade_id: str, order: list[str]) -> int:
    """Just behind the nearest cell that stands before ``grade_id`` in the release, and the student's own after it."""
    before = set(order[: order.index(grade_id)])
    last = max((at for at, (name, _) in enumerate(cells) if name in before), default=-1)
    at = last + 1
    while at < len(cells) and cells[at][0] is None:
        at += 1
    return at


def _sort_graded(
    cells: list[tuple[str | None, NotebookNode]], known: dict[str, NotebookNode], order: list[str], notes: list[str]
) -> None:
    for grade_id in order:
        if not nbgrader_of(known[grade_id]).get("grade"):
            continue
        at = next(i for i, (name, _) in enumerate(cells) if name == grade_id)
        tasks_before = {n for n in order[: order.index(grade_id)] if nbgrader_of(known[n]).get("solution")}
        if any(name in tasks_before for name, _ in cells[at + 1 :]):
            moved = cells.pop(at)
            cells.insert(_place(cells, grade_id, order), moved)
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
