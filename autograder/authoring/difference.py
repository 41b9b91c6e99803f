"""An answer as its difference from the reference: what a reviewer reads of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from autograder.course import Answer, Assignment, CourseError
from autograder.notebooks import nbgrader_of


def difference(assignment: Assignment, name: str) -> Iterator[str]:
    """The lines of an answer's header and of a unified diff of each cell that it replaces.

    Raises:
        CourseError: when the assignment has no answer of this name.
    """
    answers = {f"{answer.kind}/{answer.name}": answer for answer in [*assignment.right, *assignment.wrong]}
    found = [answer for place, answer in answers.items() if name in (place, answer.name)]
    if len(found) != 1:
        trouble = "several answers" if found else "no answer"
        raise CourseError(f"{assignment.name} has {trouble} {name!r}; there are: {', '.join(answers)}")
    [answer] = found
    yield f"{answer.kind}: {answer.title}"
    if answer.kind == "wrong":
        yield f"wrong: {answer.wrong}"
        yield f"caught by: {', '.join(answer.caught_by)}"
        yield f"hint: {answer.hint}"
    reference, other = _sources(assignment.reference), _sources(answer)
    for cell in answer.replaced:
        before, after = (source.splitlines() for source in (reference[cell], other[cell]))
        yield from difflib.unified_diff(before, after, f"reference {cell}", f"{answer.name} {cell}", lineterm="")


def _sources(answer: Answer) -> dict[str, str]:
    return {nbgrader_of(cell).get("grade_id", ""): cell.source for cell in answer.notebook.cells}
