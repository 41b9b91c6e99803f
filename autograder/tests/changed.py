"""The reference of an assignment with one task changed, run in a child: what its visible checks show then."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell

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


class Reference:
    """The reference's notebook, run once; each change is then tried in a fork of its process, which forgets it.

    Of the cells below a changed one those run again that are graded, and those that use what changed or what such cells
    have made.
    """

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        self.cells = assignment.master.cells
        self.checks = [(cell.grade_id, cell.index) for cell in graded_cells(assignment.master)]
        notebook = copy.deepcopy(assignment.master)
        notebook.cells.append(new_code_cell(_RUN))
        self.run = NotebookRun(notebook, assignment.props, cell_limit=300.0)
        self.run.start(shared(), folder, 0, needs=assignment.needs)
        self.run.advance(len(notebook.cells) - 1)
        self.shown = {grade_id: notebook.cells[index].outputs for grade_id, index in self.checks}

    def changed(self, task: Task, statement: str) -> dict[str, str]:
        """What the checks below show with this statement in place of what a student writes: panel or error, as text."""
        numbers = iter(range(100))
        source = _REGION.sub(
            lambda region: region[1] + statement if next(numbers) == task.number else region[0],
            self.cells[task.index].source,
        )
        rerun, dirty = [(task.index, source)], {task.name.partition(".")[0]}
        graded = {index for _, index in self.checks}
        for index, cell in enumerate(self.cells):
            if index > task.index and cell.cell_type == "code":
                uses, binds = _names(cell.source)
                if index in graded or uses & dirty:
                    rerun.append((index, cell.source))
                    dirty |= binds if uses & dirty else set()
        texts = self.run.call("run_again", ([text for _, text in rerun],), limit=300.0)
        said = {index: text for (index, _), text in zip(rerun, texts, strict=True)}
        return {grade_id: said[index] for grade_id, index in self.checks if index in said}


# Gives the panel that each of these cells shows last, or the text of its error, or nothing.
_RUN = """
def run_again(sources):
    shell, texts = get_ipython(), []
    for source in sources:
        shell.outputs.clear()
        shell.run_cell(source)
        shown = [str(output.get("data", {}).get("text/plain", "")) for output in shell.outputs]
        panels = [text for text in shown if text[:1] in set("✓◐✗○")]
        errors = [output["ename"] + ": " + output["evalue"] for output in shell.outputs if "evalue" in output]
        texts.append((panels or errors or [""])[-1])
    return texts
"""


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell uses, and those that it gives a value."""
    uses, binds = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (uses if isinstance(node.ctx, ast.Load) else binds).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            binds.add(node.name)
        elif isinstance(node, ast.alias):
            binds.add((node.asname or node.name).partition(".")[0])
    return uses, binds
