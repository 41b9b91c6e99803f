"""A cell that stopped is told below: which one, with what, and at which line; never as a name that is not there."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.judging.grading import Graded, Grader
from autograder.judging.stopped import without_paths
from autograder.notebooks import nbgrader_of
from autograder.tests.conftest import make_submission


@pytest.fixture
def grade(assignment, grader):
    def graded(solution: str | None, first: str = "", **how: str) -> Graded:
        return grader.grade(make_submission(assignment, solution, first=first, **how), variant=0, diagnose=False)

    return graded


def told(graded: Graded) -> set[str]:
    return {outcome.message for outcome in graded.outcomes}


@pytest.mark.parametrize(
    ("solution", "message", "line"),
    [
        (
            "import torchmetrics\ndef model(data=None, n_obs=None):\n    pass",
            "because the cell 'model' stopped with ModuleNotFoundError: No module named 'torchmetrics'.",
            "import torchmetrics",
        ),
        (
            "def model(data=None\n    pass",
            "the cell 'model' stopped with SyntaxError: '(' was never closed.",
            "def model(",
        ),
        ("x = 1 / 0\ndef model(data=None, n_obs=None):\n    pass", "ZeroDivisionError: division by zero.", "x = 1 / 0"),
        ("def model(data=unknown):\n    pass", "NameError: name 'unknown' is not defined.", "def model(data=unknown):"),
        (
            "open('/usr/share/place.csv', 'w')\ndef model():\n    pass",
            "PermissionError: [Errno 13] Permission denied: '…/place.csv' (refused where notebooks are graded",
            "open('…/place.csv', 'w')",
        ),
    ],
)
def test_the_error_of_the_tasks_cell_is_told_with_its_line(grade, solution, message, line):
    graded = grade(solution)
    assert [outcome.status for outcome in graded.outcomes] == ["failed"] * 5
    [sentence] = told(graded)
    assert sentence.startswith("`model` is not defined, because ")
    assert message in sentence
    for outcome in graded.outcomes:
        assert line in outcome.look
        assert "File" not in outcome.panel().text()
    [note] = graded.notes
    assert note.startswith("The cell 'model' stopped with ")
    assert line in note


def test_an_own_cell_that_defines_it_is_told_by_its_number(assignment, grader):
    notebook = make_submission(assignment, "pass", after="raise ValueError('no')\ndef model():\n    pass")
    graded = grader.grade(notebook, variant=0, diagnose=False)
    [sentence] = told(graded)
    [own] = [cell for cell in graded.notebook.cells if cell["id"] == "own-after"]
    assert f"because the cell [{own.execution_count}] stopped with ValueError: no." in sentence


def test_where_no_cell_would_have_defined_it_the_first_that_stopped_is_told(grade):
    graded = grade("pass", first="import nothing_of_that_name")
    [sentence] = told(graded)
    assert sentence.startswith("`model` is not defined when this cell runs: ")
    assert sentence.endswith("stopped with ModuleNotFoundError: No module named 'nothing_of_that_name'.")


def test_a_name_that_the_answer_needs_is_told_with_the_cell_that_stopped(grade):
    graded = grade("def model(data=None, n_obs=None):\n    return helper(data)", first="1 / 0\nhelper = abs")
    for sentence in told(graded):
        assert "name 'helper' is not defined. Above, the cell" in sentence
        assert "stopped with ZeroDivisionError: division by zero." in sentence


def test_where_nothing_stopped_the_sentence_is_as_it_was(grade):
    [sentence] = told(grade("other = 1"))
    assert sentence.startswith("`model` is not defined when")
    assert "stopped" not in sentence


@pytest.mark.parametrize(
    ("source", "status", "words"),
    [
        ("x = [0] * 10**10", "out_of_memory", "ran out of memory"),
        ("import torch\nx = torch.ones(10**10)", "out_of_memory", "ran out of memory"),
        ("while True:\n    pass", "timeout", "went over its time limit"),
    ],
)
def test_time_and_memory_are_named_as_such(assignment, source, status, words):
    notebook = make_submission(assignment, f"{source}\ndef model():\n    pass")
    graded = Grader(assignment, cell_limit=3.0).grade(notebook, variant=0, diagnose=False)
    assert {outcome.status for outcome in graded.outcomes} == {status}
    assert all(words in sentence for sentence in told(graded))
    assert words in graded.notes[0]


def test_a_process_that_memory_ended_is_told_so(assignment):
    # small objects alone: Python has no memory left to say so, and the process ends
    source = "d, i = {}, 0\nwhile True:\n    d[i] = str(i) * 20\n    i += 1"
    graded = Grader(assignment, cell_limit=100.0).grade(make_submission(assignment, source), variant=0, diagnose=False)
    assert {outcome.status for outcome in graded.outcomes} == {"out_of_memory"}
    assert all("2048 MiB of memory" in sentence for sentence in told(graded))


def test_a_process_that_ended_itself_is_not_told_so(assignment, grader):
    graded = grader.grade(make_submission(assignment, "import os\nos._exit(0)"), variant=0, diagnose=False)
    assert {outcome.status for outcome in graded.outcomes} == {"crashed"}
    assert not any("memory" in sentence for sentence in told(graded))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("No such file: '/home/ada/course/data.csv'", "No such file: '…/data.csv'"),
        ("cannot import name 'x' from 'pyro' (/usr/lib/python3/pyro/__init__.py)", "from 'pyro' (…/__init__.py)"),
        ("see https://pytorch.org/docs/stable and 1/2, a/b or //x", "see https://pytorch.org/docs/stable and 1/2, a/b"),
    ],
)
def test_only_the_last_name_of_a_path_is_told(text, plain):
    assert plain in without_paths(text)


@pytest.mark.parametrize(("answer", "status"), [("right", "passed"), ("wrong", "failed")])
def test_an_answer_above_its_untouched_stub_is_graded_as_it_is(assignment, grader, right, answer, status):
    source = right if answer == "right" else "def model(data=None, n_obs=None):\n    return None"
    notebook = make_submission(assignment)
    [task] = [at for at, cell in enumerate(notebook.cells) if nbgrader_of(cell).get("solution")]
    notebook.cells.insert(task, new_code_cell(source, id="own-model"))
    graded = grader.grade(nbformat.from_dict(notebook), variant=0, diagnose=False)
    assert {outcome.status for outcome in graded.outcomes} == {status}
    assert any("moved above it" in note for note in graded.notes)
