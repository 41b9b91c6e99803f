"""A task that forbids a library: it cannot be imported or read by answers, and the reference may still ask it."""

import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course, CourseError, Needs
from autograder.judging.grading import Grader
from autograder.probes import Prop, call
from autograder.probes.records import Name
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

WAYS = {
    "import": "import pyro",
    "a part of it": "from pyro.contrib import minipyro",
    "without the mark": "import sys; del sys.modules['pyro']; import pyro",
    "by its file": """
import glob, sys
[found] = [f for path in sys.path for f in glob.glob(path + "/pyro/contrib/minipyro.py")] or ["/none"]
open(found).read()
""",
    "by its spec": "import importlib.util as u, sys; sys.modules.pop('pyro'); u.find_spec('pyro.contrib')",
    "loaded before": "import sys; next(m for n, m in sys.modules.items() if n.startswith('pyro.') and m)",
}


def run_cells(folder: Path, *sources: str, forbidden: tuple[str, ...] = ("pyro", "pyroapi")) -> NotebookRun:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    run = NotebookRun(notebook, folder).start(shared(), folder, 0, needs=Needs(forbidden))
    run.advance(len(sources) - 1)
    return run


@pytest.mark.parametrize("way", WAYS)
def test_a_forbidden_library_is_out_of_reach(tmp_path: Path, way: str) -> None:
    run = run_cells(tmp_path, WAYS[way], "print('still here')")
    run.close()
    assert run.outputs.statuses == {0: "error", 1: "ok"}


def test_the_same_ways_work_where_nothing_is_forbidden(tmp_path: Path) -> None:
    run = run_cells(tmp_path, *WAYS.values(), forbidden=())
    run.close()
    assert set(run.outputs.statuses.values()) == {"ok"}


def test_everything_else_works_without_the_library(tmp_path: Path) -> None:
    (tmp_path / "files.py").write_text("def twice(f, x):\n    return f(f(x))\n")
    run = run_cells(
        tmp_path,
        "import torch, matplotlib.pyplot as plt; from autograder import expect",
        "def f(x):\n    return torch.as_tensor(x) * 2 + torch.rand(()) * 0",
        "with expect.check('works'):\n    expect.close(expect.call(f, (2.0,)), 4.0, 'f(2)')",
        "plt.plot([0, 1]); plt.show()",
        "torch.optim.Adam([torch.zeros(1, requires_grad=True)])",
    )
    [answer] = run.ask([call(Prop("files", "twice"), (Name("f"), 3.0))], 0, 10.0)
    run.close()
    assert set(run.outputs.statuses.values()) == {"ok"}
    assert float(answer) == 12.0


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(built.root, tmp_path / "course")))


def test_only_the_reference_may_ask_the_library(course: Course) -> None:
    assignment = course.assignment("small")
    (assignment.script.parent / "manifest.toml").write_text('forbidden = ["pyro"]\n')
    (course.graders / "props").mkdir(exist_ok=True)
    (course.graders / "props" / "small.py").write_text("def has():\n    import pyro\n    return pyro.__version__\n")
    assignment.graders.write_text('''
from autograder import expect
from autograder.probes import Prop

def test_double_value(student, reference):
    """Whether Pyro is there."""
    expect.that(isinstance(reference.call(Prop("small", "has")), str), "the reference has Pyro")
    expect.that(student.error(Prop("small", "has")).type == "ModuleNotFoundError", "the student has none")
''')
    graded = Grader(course.assignment("small")).grade(assignment.released())
    assert [outcome.status for outcome in graded.outcomes] == ["passed"], graded.outcomes


@pytest.mark.parametrize("text", ["forbidden = 3", 'forbidden = ["a b"]', "forbidden", 'others = ["pyro"]'])
def test_a_wrong_manifest_is_one_sentence(course: Course, text: str) -> None:
    assignment = course.assignment("small")
    (assignment.script.parent / "manifest.toml").write_text(text)
    with pytest.raises(CourseError, match=r"manifest\.toml"):
        _ = assignment.forbidden
