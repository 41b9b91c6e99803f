"""Fixtures: a course of one assignment in a folder of its own, its grader, and submissions made from its release."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Before torch is imported, and for what tests start: tensors are small, and a second thread only waits for them.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Assignment, Course
from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared
from autograder.subject.pipe import Connection
from autograder.tests.small import make_course

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = "ran.txt"

# A cell's ``ran("word")`` leaves the word in the working folder, whatever was patched since: see Watch.
PRELUDE = f"""
import os

def ran(word, _open=os.open, _write=os.write, _close=os.close, _how=os.O_WRONLY | os.O_CREAT | os.O_APPEND):
    file = _open({EVIDENCE!r}, _how, 0o600)
    _write(file, word.encode() + b"\\n")
    _close(file)

# what a probe writes is undone after it, but for the words of a test
from autograder.child import unshared
_found = unshared._facts
unshared._facts = lambda folder: {{k: v for k, v in _found(folder).items() if k not in ({EVIDENCE!r}, "seen.json")}}
"""


class Watch:
    """The warm parent, and what submissions leave in their folders: ``words`` that attacks wrote when they ran."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def fork(self, folder: Path, *needs: Any, **more: Any) -> Connection:
        """A new child; its folder is looked into before its connection closes."""
        connection = shared().fork(folder, *needs, **more)
        close = connection.close

        def look_and_close() -> None:
            if (folder / EVIDENCE).is_file():
                self.words |= set((folder / EVIDENCE).read_text().split())
            close()

        connection.close = look_and_close  # type: ignore[method-assign]
        return connection


def copy_course(folder: Path, *names: str) -> Course:
    """A course in ``folder`` with these assignments of the repository and a key of its own."""
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in names:
        for kind in ("solutions", "source", "release"):
            shutil.copytree(ROOT / kind / name, folder / kind / name)
    graders = folder / "autograder" / "graders"
    shutil.copytree(ROOT / "autograder" / "graders" / "props", graders / "props")
    for name in names:
        shutil.copy(ROOT / "autograder" / "graders" / f"test_{name}.py", graders)
    course = Course(folder)
    course.make_key()
    return course


def make_submission(
    assignment: Assignment,
    solution: str | None = None,
    *,
    first: str = "",
    after: str = "",
    last: str = "",
) -> NotebookNode:
    """The released notebook with a solution and own cells: at the top, behind the solution, and at the end.

    ``solution`` None leaves the stub. The lesson's pictures and examples are left out, for time.
    """
    notebook = assignment.released()
    imports = next(cell for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells = [imports] + [cell for cell in notebook.cells if nbgrader_of(cell)]
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    if solution is not None:
        task.source = solution
    own = {name: new_code_cell(source) for name, source in (("first", first), ("after", after), ("last", last))}
    for name, cell in own.items():
        cell["id"] = f"own-{name}"
    notebook.cells.insert(notebook.cells.index(task) + 1, own["after"])
    notebook.cells[1:1] = [own["first"]]
    notebook.cells.append(own["last"])
    return nbformat.from_dict(notebook)


@pytest.fixture
def new_course(tmp_path: Path) -> Callable[..., Course]:
    """Makes a course of the named assignments for one test."""
    return lambda *names: copy_course(tmp_path, *names)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., NotebookRun]]:
    """Runs cells, given as sources, and gives the run with its outputs."""
    runs = []

    def make(*sources: str, limit: float = 20.0, seed: int = 1, upto: int | None = None) -> NotebookRun:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        folder = tmp_path / str(len(runs))
        folder.mkdir()
        (tmp_path / "prop_file.py").write_text(
            "import torch\ndef double(x):\n    return 2 * x\ndef both(f, g): return f(), g()"
        )
        runs.append(NotebookRun(notebook, tmp_path, limit).start(shared(), folder, seed))
        runs[-1].advance(len(sources) - 1 if upto is None else upto)
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode()
        return runs[-1]

    yield make
    for each in runs:
        each.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course, built once, with nobody in it. Whoever changes it changes a copy."""
    from autograder.authoring.build import build  # with nbgrader, which few tests need, and which takes its time

    course = make_course(tmp_path_factory.mktemp("built"))
    build(course, ["small"], lambda line: None)
    return course


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with step_03 alone."""
    return copy_course(tmp_path_factory.mktemp("course"), "step_03")


@pytest.fixture(scope="session")
def assignment(course: Course) -> Assignment:
    return course.assignment("step_03")


@pytest.fixture(scope="session")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def grader(assignment: Assignment, watch: Watch) -> Grader:
    """The one grader of the session: its records of the wrong answers are made once."""
    return Grader(assignment, forks=watch, patience=math.inf)


@pytest.fixture(scope="session")
def submission(assignment: Assignment) -> Callable[..., NotebookNode]:
    """Makes a submission of step_03, see ``make_submission``."""

    def make(solution: str | None = None, of: Assignment = assignment, first: str = "", **cells: str) -> NotebookNode:
        return make_submission(of, solution, first=PRELUDE + first, **cells)

    return make


@pytest.fixture(scope="session")
def right(assignment: Assignment) -> str:
    """The source of the reference solution's task."""
    [task] = [cell for cell in assignment.master.cells if nbgrader_of(cell).get("solution")]
    return task.source


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """What was printed and logged, as text that can be sent on: a file name of another encoding cannot."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report
