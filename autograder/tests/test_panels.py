"""What each assignment's visible checks say where a task is still a stub, or gives something of another kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from autograder.course import Course
from autograder.expect.panel import Tone
from autograder.tests.changed import Reference, Task, tasks

ROOT = Path(__file__).resolve().parents[2]
NAMES = Course(ROOT).names()
SIGNS = {tone.sign for tone in Tone}

STUB = "raise NotImplementedError()"
OTHERS = {
    "nothing": "return None",
    "a list": "return [1.0, 2.0, 3.0]",
    "a float": "return 0.5",
    "a numpy array": "import numpy; return numpy.ones(3)",
    "a tensor": "import torch; return torch.ones(2, 5, 3)",
    "a text": "return 'abc'",
}


def each(*quick: str) -> list[ParameterSet]:
    """Every assignment; all but these are slow."""
    marks = (pytest.mark.slow, pytest.mark.timeout(7200))
    return [pytest.param(name, marks=() if name in quick else marks) for name in NAMES]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Reference]]:
    """The reference of an assignment, run once for all of its tests."""
    runs: dict[str, Reference] = {}

    def of(name: str) -> Reference:
        if name not in runs:
            runs[name] = Reference(Course(ROOT).assignment(name), tmp_path_factory.mktemp(name))
        return runs[name]

    yield of
    for one in runs.values():
        one.run.close()


def all_tasks(name: str) -> list[Task]:
    found = list(tasks(Course(ROOT).assignment(name)))
    assert found, "an assignment without a task"
    return found


def failing(shown: dict[str, str]) -> dict[str, str]:
    return {grade_id: text for grade_id, text in shown.items() if not text.startswith(Tone.GOOD.sign)}


@pytest.mark.parametrize("name", each("step_03", "step_05"))
def test_each_panel_that_fails_for_a_stub_names_that_stub(name, reference):
    astray = {}
    for task in all_tasks(name):
        shown = failing(reference(name).changed(task, STUB))
        named = f"`{task.name}` is still the stub", f"`{task.name}`, which is still the stub"
        wrong = {grade_id: text for grade_id, text in shown.items() if not any(one in text for one in named)}
        if wrong or not shown:
            astray[task.name] = wrong or "no check notices it"
    assert astray == {}


@pytest.mark.parametrize("name", each("step_03"))
def test_whatever_a_task_gives_the_panels_are_sentences_of_ours(name, reference):
    """A check may stop at what it cannot use, if it says what that is; no error stands bare, nor an object's text."""
    bare = {}
    for task in all_tasks(name):
        for what, statement in OTHERS.items():
            for grade_id, text in failing(reference(name).changed(task, statement)).items():
                stopped = "This check stopped at" in text and "`, and `" not in text
                if (
                    text[:1] not in {tone.sign for tone in Tone}
                    or "could not go on" in text
                    or stopped
                    or RAW.search(text)
                ):
                    bare[task.name, what, grade_id] = text
    assert bare == {}


# How Python, torch and Pyro write an object.
RAW = re.compile(r"<[\w.]+ object|<function|OrderedDict\(|tensor\(\[\[|^\s+\(\w+\): |\d\.\d{9,}", re.MULTILINE)
