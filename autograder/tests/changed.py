"""The reference of an assignment with one task changed, run in a child: what its visible checks show then."""

from __future__ import annotations

import ast
import copy
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Assignment
from autograder.notebooks import graded_cells, nbgrader_of
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

_REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Task:
    """A part of a solution cell that students write: the ``number``-th of the cell at ``index``, in ``name``.

    ``name`` is that of a function, or of a class and its method: ``Messenger.__enter__``.
    """

    index: int
    number: int
    name: str


def tasks(assignment: Assignment) -> Iterator[Task]:
    """Every function that the assignment leaves to students."""
    for index, cell in enumerate(assignment.master.cells):
        if nbgrader_of(cell).get("solution") and cell.cell_type == "code":
            for number, region in enumerate(_REGION.finditer(cell.source)):
                line = cell.source[: region.start()].count("\n") + 1
                if name := _around(ast.parse(cell.source), line):
                    yield Task(index, number, name)


def _around(tree: ast.Module, line: int) -> str:
    """The innermost function that has the line, with its class."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return ".".join(node.name for node in found)


def changed(assignment: Assignment, task: Task, statement: str) -> NotebookNode:
    """The reference with this one statement in place of what a student writes for the task."""
    notebook = copy.deepcopy(assignment.master)
    cell, numbers = notebook.cells[task.index], iter(range(100))
    cell.source = _REGION.sub(
        lambda region: region[1] + statement if next(numbers) == task.number else region[0], cell.source
    )
    return notebook


def shown(assignment: Assignment, notebook: NotebookNode) -> dict[str, str]:
    """Runs a notebook, and gives what each graded cell shows, by grade_id: its panel as text, or its error."""
    with tempfile.TemporaryDirectory() as folder:
        run = NotebookRun(notebook, assignment.props, cell_limit=120.0)
        run.start(shared(), Path(folder), 0, needs=assignment.needs)
        run.advance(len(notebook.cells) - 1)
        run.close()
    return {cell.grade_id: _panel(notebook.cells[cell.index]) for cell in graded_cells(notebook)}


def _panel(cell: NotebookNode) -> str:
    texts = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    panels = [text for text in texts if text[:1] in set("✓◐✗○")]
    return panels[-1] if panels else "\n".join(output.get("evalue", "") for output in cell.outputs)
