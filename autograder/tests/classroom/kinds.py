"""Right answers as the real world hands them in: what editors, magics and students do to a notebook of two tasks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.build import build
from autograder.course import Course
from autograder.notebooks import nbgrader_of
from autograder.tests.small import GRADERS, MASTER, assignment, make_course

ANSWERS = {"double": "def double(x):\n    return 2 * x", "triple": "def triple(x):\n    return 3 * x"}
POINTS = 4.0


def two_tasks(root: Path) -> Course:
    """A built course whose assignment has the tasks ``double`` and ``triple``, two points each."""
    course = make_course(root)
    second = (
        MASTER[MASTER.index("# %% [markdown]\n# <details>") :].replace("double", "triple").replace("2 * x", "3 * x")
    )
    first, test = GRADERS.split("\n\n\n")
    assignment(course).script.write_text(MASTER + "\n" + second.replace("doubles", "triples").replace(", 4, ", ", 6, "))
    third = test.replace("double", "triple")
    (course.graders / "test_small.py").write_text(f"{first}\n\n\n{test}\n\n{third}")
    build(course, ["small"], lambda line: None)
    return course


def at(notebook: NotebookNode, grade_id: str) -> int:
    return next(i for i, cell in enumerate(notebook.cells) if nbgrader_of(cell).get("grade_id") == grade_id)


def answered(notebook: NotebookNode) -> NotebookNode:
    for task, source in ANSWERS.items():
        notebook.cells[at(notebook, task)].source = source
    return notebook


Change = Callable[[NotebookNode], object]


def own(source: str, where: int = 1) -> Change:
    """A cell of the student's own."""
    return lambda notebook: notebook.cells.insert(where, new_code_cell(source))


def begins(line: str) -> Change:
    """A task's cell that begins with a line."""

    def change(notebook: NotebookNode) -> None:
        cell = notebook.cells[at(notebook, "double")]
        cell.source = f"{line}\n{cell.source}"

    return change


def instead(*sources: str, of: str = "double") -> Change:
    """Own cells in place of a task's."""

    def change(notebook: NotebookNode) -> None:
        where = at(notebook, of)
        notebook.cells[where : where + 1] = [new_code_cell(source) for source in sources]

    return change


def split(notebook: NotebookNode) -> None:
    where = at(notebook, "double")
    second = deepcopy(notebook.cells[where])
    notebook.cells[where].source, second.source = "factor = 2", "def double(x):\n    return factor * x"
    second["id"] = "5b0e"
    notebook.cells.insert(where + 1, second)


def merged(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "double")].source += "\n\n" + ANSWERS["triple"]
    del notebook.cells[at(notebook, "triple")]


def merged_upwards(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "triple")].source += "\n\n" + ANSWERS["double"]
    notebook.cells.insert(at(notebook, "double"), notebook.cells.pop(at(notebook, "triple")))
    del notebook.cells[at(notebook, "double")]


def stripped(*grade_ids: str) -> Change:
    def change(notebook: NotebookNode) -> None:
        for grade_id in grade_ids:
            notebook.cells[at(notebook, grade_id)].metadata.pop("nbgrader")

    return change


def without_ids(notebook: NotebookNode) -> None:
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        cell.pop("id", None)


def moved(grade_id: str, to: int) -> Change:
    return lambda notebook: notebook.cells.insert(to, notebook.cells.pop(at(notebook, grade_id)))


def copied(grade_id: str) -> Change:
    def change(notebook: NotebookNode) -> None:
        copy = deepcopy(notebook.cells[at(notebook, grade_id)])
        copy["id"] = "77aa"
        notebook.cells.insert(at(notebook, grade_id) + 1, copy)

    return change


def colab(notebook: NotebookNode) -> None:
    notebook.metadata.update(colab={"provenance": []}, widgets={"application/vnd.jupyter.widget-state+json": {"a": {}}})
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    for cell in notebook.cells:
        cell.metadata["id"] = "aBc-1"
    notebook.cells.insert(0, new_code_cell("!pip install -q pyro-ppl"))


def both(*changes: Change) -> Change:
    return lambda notebook: [change(notebook) for change in changes] and None


# Right answers all, and right in Jupyter.
KINDS: dict[str, Change] = {
    "as it is": lambda notebook: None,
    "an install above the imports": own("!pip install -q pyro-ppl\nimport torch"),
    "an install in the task": begins("!pip install -q pyro-ppl"),
    "%pip in the task": begins("%pip install -q pyro-ppl"),
    "!ls in the task": begins("!ls"),
    "a list of files in the task": begins("files = !ls"),
    "%cd in the task": begins("%cd ."),
    "%matplotlib in the task": begins("%matplotlib inline"),
    "autoreload in the task": begins("%load_ext autoreload\n%autoreload 2"),
    "%%time over the task": begins("%%time"),
    "%%capture over the task": begins("%%capture"),
    "%config in the task": begins("%config InlineBackend.figure_format = 'retina'"),
    "a line of bash": both(own("%%bash\necho done"), begins("get_ipython().system('echo done')")),
    "a program in the task": begins("import subprocess\nsubprocess.run(['ls'])"),
    "an install by subprocess in the task": begins(
        "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', '--version', 'install'])"
    ),
    "os.system in the task": begins("import os\nos.system('ls')"),
    "a pool in the task": begins("from multiprocessing import Pool\nwith Pool(2) as pool:\n    pool.map(abs, [1, 2])"),
    "a loader with workers in the task": begins(
        "import torch\nfrom torch.utils.data import DataLoader\nlist(DataLoader(torch.arange(4.0), num_workers=2))"
    ),
    "the user's name in the task": begins("import getpass\ngetpass.getuser()"),
    "a copied file in the task": begins("import shutil\nopen('a', 'w').close()\nshutil.copy('a', 'b')"),
    "a module of its own": instead(
        "%%writefile helper.py\ndef twice(x):\n    return x + x", "from helper import twice as double"
    ),
    "the task retyped": instead(ANSWERS["double"]),
    "both tasks retyped": both(instead(ANSWERS["double"]), instead(ANSWERS["triple"], of="triple")),
    "the task retyped twice": instead("def double(x):\n    return x", ANSWERS["double"]),
    "the task retyped as a lambda": instead("double = lambda x: 2 * x"),
    "the task split, metadata and all": split,
    "the task split into own cells": instead("factor = 2", "def double(x):\n    return factor * x"),
    "two tasks merged": merged,
    "two tasks merged upwards": merged_upwards,
    "a task stripped of its metadata": stripped("double"),
    "both tasks stripped, and without ids": both(stripped("double", "triple"), without_ids),
    "a task and its text stripped": stripped("double", "intro"),
    "no cell ids": without_ids,
    "the second task moved up": moved("triple", 2),
    "a graded cell moved to the end": moved("double_value", -1),
    "a task copied": copied("double"),
    "the task as a raw cell's neighbour": lambda nb: nb.cells.insert(at(nb, "double"), new_markdown_cell("My answer:")),
    "Colab's metadata": colab,
    "another kernel's name": lambda nb: nb.metadata.update(
        kernelspec={"name": "pyro-env", "display_name": "Python (pyro)", "language": "python"}
    ),
    "no kernel": lambda nb: nb.metadata.pop("kernelspec"),
    "outputs and counts": lambda nb: [cell.update(execution_count=7) for cell in nb.cells if cell.cell_type == "code"],
}


def written(released: NotebookNode, kind: str, path: Path) -> None:
    """Write a submission of that kind."""
    notebook = answered(released)
    KINDS[kind](notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(nbformat.from_dict(notebook)))


def student(kind: str) -> str:
    """A student's name for a kind."""
    return re.sub(r"\W+", "-", kind)
