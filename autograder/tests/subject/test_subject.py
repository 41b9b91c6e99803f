"""A subject: what a grader's own function that fails says of the student's functions that it used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import probes
from autograder.expect import Mismatch
from autograder.probes.records import Name, Prop
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

PROP = """
def loc_of(fit):
    return fit()["loc"]

def of_both(fit, guide):
    return fit() + guide()
"""
CELL = """
def fit():
    return [1.0]

def guide():
    return {}[0]

def other():
    return 3

def begun():
    raise NotImplementedError()
"""


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookRun]:
    folder = tmp_path_factory.mktemp("props")
    (folder / "one.py").write_text(PROP)
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    run = NotebookRun(notebook, folder).start(shared(), Path(tmp_path_factory.mktemp("work")), 0)
    run.advance(0)
    yield run
    run.close()


@pytest.mark.parametrize(
    ("name", "given", "code", "said"),
    [
        (
            "loc_of",
            ["fit"],
            "unusable:TypeError:fit",
            "What came from `fit` could not be used as the text describes it (TypeError: list indices",
        ),
        (
            "loc_of",
            ["guide"],
            "raised:KeyError:guide",
            "`guide(…)` raised KeyError at the line `return {}[0]`: 0",
        ),
        ("of_both", ["fit", "guide"], "raised:KeyError:guide", "`guide(…)` raised KeyError"),
        (
            "of_both",
            ["fit", "other"],
            "unusable:TypeError:fit or other",
            "What came from `fit` or `other` could",
        ),
        ("of_both", ["fit", "fit_again"], "undefined:fit_again", "`fit_again` is not defined"),
        ("of_both", ["fit", "begun"], "stub:begun", "`begun` is still the stub"),
    ],
)
def test_a_students_function_raised_only_where_it_did(subject, name, given, code, said):
    with pytest.raises(Mismatch) as caught:
        subject.call(Prop("one", name), [Name(one) for one in given])
    assert caught.value.code == code
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("stub", "stub"), r"^`stub` is still the stub"),
        (("fine", "fails"), r"^`fails\(…\)` raised KeyError at the line `def fails.*: 'k'"),
        (("absent", "absent"), r"^`absent` is not defined when this cell runs"),
    ],
)
def test_what_fails_under_a_graders_own_function_bears_the_students_names(run, names, message):
    done = run("def fine(): return 1\ndef fails(): return {}['k']\ndef stub(): raise NotImplementedError")
    with pytest.raises(Mismatch, match=message):
        done.call(probes.Prop("prop_file", "both"), tuple(map(probes.Name, names)))
