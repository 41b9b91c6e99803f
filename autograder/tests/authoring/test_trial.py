"""Trials: a notebook runs once in a child of its own, is asked as often as one likes, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring import trial
from autograder.authoring.trial import Trials
from autograder.course import Assignment
from autograder.judging.recorded import SEED
from autograder.subject.pipe import Crashed
from autograder.tests.small import assignment, make_course


class Children:
    """In place of the warm parent: children in which every cell is well and a call gives twice its argument."""

    def __init__(self) -> None:
        self.made: list[Child] = []

    def fork(self, folder: Path, environment: Any, seed: int, needs: Any) -> Child:
        self.made.append(Child(folder, seed))
        return self.made[-1]

    @property
    def tried(self) -> Child:
        """The one child of a notebook on trial; the reference has another."""
        [child] = [child for child in self.made if child.folder.name.startswith("trial-")]
        return child


class Child:
    cpu = 0.0

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.asked, self.closed, self.dies = folder, seed, [], False, False
        self.files = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}

    def request(self, message: dict[str, Any], limit: float) -> dict[str, Any]:
        self.asked.append(message["kind"])
        if self.dies:
            raise Crashed("the notebook's process ended")
        if message["kind"] == "cell":
            return {"status": "ok", "count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}
        return {"status": "ok", "results": [2 * step["args"][0] for step in message["steps"]]}

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    made = Children()
    monkeypatch.setattr(trial, "shared", lambda: made)
    return made


@pytest.fixture
def small(tmp_path: Path) -> Assignment:
    course = make_course(tmp_path / "course")
    (course.root / "source" / "small").mkdir(parents=True)
    (course.root / "source" / "small" / "data.txt").write_text("1 2 3")
    return assignment(course)


def test_a_notebook_runs_once_however_often_graders_are_asked(small: Assignment, children: Children) -> None:
    before = nbformat.writes(small.master)
    with Trials(small).of(small.master) as tried:
        for variant in (0, 1):
            [(cell, verdict)] = tried.ask(["double_value"], variant).items()
            assert (cell, verdict.status) == ("double_value", "passed")
        assert not tried.ended
    assert children.tried.asked == ["cell"] * 3 + ["probe"] * 2
    assert children.tried.seed == SEED
    assert nbformat.writes(small.master) == before, "outputs of the run are in the notebook that was given"


def test_it_has_the_assignments_files_and_leaves_no_folder_and_no_process(
    small: Assignment, children: Children
) -> None:
    with Trials(small).of(small.master):
        assert children.tried.files == {"data.txt": "1 2 3"}
        assert not children.tried.closed
    assert children.tried.closed
    assert not children.tried.folder.exists()


def test_a_process_that_has_ended_is_told(small: Assignment, children: Children) -> None:
    with Trials(small).of(small.master) as tried:
        children.tried.dies = True
        assert tried.ask(["double_value"], 0)["double_value"].status == "crashed"
        assert tried.ended
