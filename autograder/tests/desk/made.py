"""Small lessons in a folder, as students have them."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

STUB = 'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
RIGHT = "def double(x):\n    return 2 * x"
CHECK = 'with expect.check("It doubles"):\n    expect.equal(expect.call(double, (2,)), 4, "double(2)")'
HINTS = (
    "## Task 1\n\n<details><summary>Hint 1: where?</summary>\n\nTwice is **not** a square.\n\n</details>\n\n"
    "<details><summary>Hint 2</summary>\n\nAdd it to itself:\n\n```python\nx + x\n```\n\n</details>"
)


def cell(grade_id: str, source: str, *, solution: bool = False, grade: bool = False) -> NotebookNode:
    data = {"grade_id": grade_id, "grade": grade, "solution": solution, "locked": not solution}
    return new_code_cell(source, metadata={"nbgrader": data})


def panel(text: str) -> NotebookNode:
    """What a check shows, as a notebook keeps it."""
    return new_output("display_data", data={"text/html": '<div role="status">…</div>', "text/plain": text})


def lesson(title: str, answer: str = STUB, shown: str = "", needs: str = "none") -> NotebookNode:
    """A lesson with one task and one check.

    Args:
        shown: the text of the check's panel, when the notebook was saved after it ran.
    """
    head = f"# {title}\n\n| | |\n|---|---|\n| **Goal** | g |\n| **Minutes** | 25 |\n| **Prerequisites** | {needs} |"
    check = cell("double_value", CHECK, grade=True)
    check.outputs = [panel(shown)] if shown else []
    cells = [new_markdown_cell(head), new_code_cell("from autograder import expect"), new_markdown_cell(HINTS)]
    return new_notebook(cells=[*cells, cell("double", answer, solution=True), check])


def write(folder: Path, name: str, notebook: NotebookNode) -> Path:
    path = folder / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path
