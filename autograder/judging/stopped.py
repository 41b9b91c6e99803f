"""Says which cell above stopped, and with what, where a graded cell fails because something is not defined."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from autograder.expect.exceptions import first_lines
from autograder.judging.recognise import defined
from autograder.judging.status import Status
from autograder.judging.verdicts import Verdict
from autograder.notebooks import nbgrader_of
from autograder.subject.notebook_run import NotebookRun

# An absolute path up to its last name: of the machine that graded, and of no use to a student.
_PATH = re.compile(r"(?<![\w:/.…])/(?:[^\s'\"`()/:]+/)+(?=[^\s'\"`()/:])")
_UNDEFINED = re.compile(r"undefined:(\w+)|raised:NameError:")


def explain(verdict: Verdict, run: NotebookRun, grade_id: str) -> str:
    """Add to a verdict of something that is not defined which cell stopped, and give the sentence; else nothing.

    Where that cell ran out of time or memory, so did the graded cell.
    """
    if verdict.status is Status.PASSED or not (found := _UNDEFINED.match(verdict.code)):
        return ""
    at = _culprit(run, grade_id, found[1])
    if at is None:
        return ""
    status, error = run.outputs.statuses[at], run.outputs.errors.get(at)
    sentence = (
        f"{_place(run.notebook.cells[at])} {_what(status, error.type if error else '', error.message if error else '')}"
    )
    if found[1] and found[1] in defined(run.notebook.cells[at].source):
        verdict.message = f"`{found[1]}` is not defined, because {sentence}."
    else:
        verdict.message = f"{verdict.message.rstrip('.')}. Above, {sentence}."
    line = without_paths(error.line) if error else ""
    if line:
        verdict.look = f"The line `{line}`."
    if status in (Status.TIMEOUT, Status.OUT_OF_MEMORY) and verdict.status is Status.FAILED:
        verdict.status = Status(status)
    return f"{sentence[0].upper()}{sentence[1:]}{f': `{line}`' if line else ''}."


def without_paths(text: str) -> str:
    """Text with only the last name of each absolute path."""
    return _PATH.sub("…/", text)


def _culprit(run: NotebookRun, grade_id: str, name: str | None) -> int | None:
    """The cell above that stopped: the last that would have defined the name, else the first."""
    cells = run.notebook.cells
    place = next(at for at, cell in enumerate(cells) if nbgrader_of(cell).get("grade_id") == grade_id)
    stopped = [
        at
        for at, status in sorted(run.outputs.statuses.items())
        if at < place and status != "ok" and not nbgrader_of(cells[at]).get("grade")
    ]
    defining = [at for at in stopped if name is not None and name in defined(cells[at].source)]
    return defining[-1] if defining else stopped[0] if stopped else None


def _place(cell: NotebookNode) -> str:
    if grade_id := nbgrader_of(cell).get("grade_id"):
        return f"the cell '{grade_id}'"
    return f"the cell [{cell.execution_count}]" if cell.get("execution_count") else "a cell"


def _what(status: str, kind: str, text: str) -> str:
    if status == "timeout":
        return "went over its time limit"
    if status == "out_of_memory":
        return "ran out of memory"
    if status == "crashed":
        return "ended the notebook's process"
    said = first_lines(without_paths(text)).rstrip(".")
    return f"stopped with {kind or 'an error'}{f': {said}' if said else ''}"
