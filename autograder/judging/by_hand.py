"""What a person grades: written answers and task cells, as outcomes that wait for that person or as left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.judging.outcomes import Outcome
from autograder.judging.recognise import Release, same
from autograder.judging.status import Status
from autograder.notebooks import GradedCell, cells_by_hand, nbgrader_of
from autograder.notebooks import by_hand as graded_by_hand

WAITS = "A person reads this and gives the points."
EMPTY = "The answer '{}' was left empty."
_HEADING = re.compile(r"#{1,6}\s+(.+?)(?:\s+·\s+[\d.]+ points?)?\s*#*")


def outcomes(notebook: NotebookNode, released: NotebookNode) -> Iterator[Outcome]:
    """An outcome for each cell of a repaired submission whose points a person gives, in order.

    As in nbgrader, an answer that is as it was released earns nothing, and a task cell waits always: what it asks for
    stands elsewhere. Unlike there, an answer waits too where the student's own text stands right beside it.
    """
    release = Release(released)
    titles = {cell.grade_id: _title(released, cell.index) for cell in cells_by_hand(released)}
    for cell in cells_by_hand(notebook):
        empty = not _answered(notebook, cell, release)
        yield Outcome(
            cell.grade_id,
            Status.FAILED if empty else Status.NOT_GRADED,
            0.0 if empty else None,
            cell.points,
            asked=titles[cell.grade_id],
            message=EMPTY.format(cell.grade_id) if empty else WAITS,
            code=f"stub:{cell.grade_id}" if empty else "by_hand",
        )


def _answered(notebook: NotebookNode, cell: GradedCell, release: Release) -> bool:
    """Whether there is anything for a person to look at."""
    answer = notebook.cells[cell.index]
    if nbgrader_of(answer).get("task") or not same(answer, release.cells[cell.grade_id]):
        return True
    # an answer in a cell of its own, or in one that has lost its metadata so that the stub was put back behind it
    beside = [*_own(reversed(notebook.cells[: cell.index]), release), *_own(notebook.cells[cell.index + 1 :], release)]
    return any((own.cell_type == "code") == (answer.cell_type == "code") for own in beside)


def _own(cells: Iterator[NotebookNode] | list[NotebookNode], release: Release) -> Iterator[NotebookNode]:
    """The student's own cells up to the next that has a grade_id, without empty ones."""
    for cell in cells:
        if nbgrader_of(cell).get("grade_id"):
            return
        if (cell.source.strip() and not release.given(cell)) or cell.get("attachments"):
            yield cell


def _title(released: NotebookNode, index: int) -> str:
    """The heading of the text that a cell stands in first, or nothing; points that it names are left out."""
    for place in range(index, -1, -1):
        cell = released.cells[place]
        if place < index and (cell.cell_type == "code" or graded_by_hand(cell)):
            break
        for line in reversed(cell.source.splitlines() if cell.cell_type == "markdown" else []):
            if heading := _HEADING.fullmatch(line.strip()):
                return heading[1]
    return ""
