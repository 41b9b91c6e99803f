"""What the submissions of a run share: read once, prepared before anything is lost, out of student code's reach."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.child import confine
from autograder.classroom import history
from autograder.classroom.batch import Batch
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.course import Course, CourseError
from autograder.judging.graded import Graded
from autograder.judging.outcomes import Outcome
from autograder.tests.classroom.test_run import RIGHT, hand_in


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(built.root, tmp_path / "course")))


def batch_of(course: Course, *, confined: bool = True) -> Batch:
    """A batch whose warm parent forks nothing."""
    return Batch(course, SimpleNamespace(confined=confined), cell_limit=7.0)  # type: ignore[arg-type]


def test_a_course_that_student_code_could_read_is_refused(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", RIGHT)
    monkeypatch.setattr(sys, "prefix", str(course.root))  # as when an environment is made in the course's own folder
    with pytest.raises(CourseError, match=r"student code may read .*make the environment in a folder of its own"):
        grade_class(course, find(course, "small"))


@pytest.mark.parametrize("secret", ["the course", "its graders"])
def test_nothing_of_the_course_may_lie_below_what_confined_code_reads(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    if secret == "the course":
        packages = course.root.parent
    else:
        course.graders = packages / "autograder" / "graders"
    monkeypatch.setattr(confine, "missing", dict)
    monkeypatch.setattr(confine, "readable_paths", lambda: ([packages], []))
    with pytest.raises(CourseError, match=f"student code may read {packages}, where Python and its packages are"):
        batch_of(course)
    assert batch_of(course, confined=False).course is course, "unconfined code reads everything anyway"


def test_an_assignment_is_read_once_and_has_one_grader(course: Course) -> None:
    batch = batch_of(course)
    assignment = batch.assignment("small")
    assert batch.with_graders("small") is batch.assignment("small") is assignment
    grader = batch.grader(assignment)
    assert batch.grader(assignment) is grader
    assert (grader.cell_limit, grader.forks) == (7.0, batch.parent)
    with pytest.raises(CourseError, match="there is no assignment 'smal'"):
        batch.assignment("smal")


def test_what_has_no_graders_is_nbgraders_own(course: Course) -> None:
    course.assignment("small").graders.unlink()
    assert batch_of(course).with_graders("small") is None
    assert batch_of(course).with_graders("essay") is None


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("autograder/graders/test_small.py", "small has no graders"),
        ("release/small/small.ipynb", "small has no release notebook yet: run `autograder build small`"),
        (".autograder/key", "has no key yet: run `autograder build`"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_graded(course: Course, gone: str, told: str) -> None:
    batch_of(course).prepare("small")
    assert history.folder(course, "small").is_dir()
    (course.root / gone).unlink()
    with pytest.raises(CourseError, match=told):
        batch_of(Course(course.root)).prepare("small")


def test_a_result_is_kept_with_what_was_repaired_told_once(course: Course) -> None:
    batch = batch_of(course)
    batch.prepare("small")
    batch.repaired["small", "ada"] = ["A cell was missing.", "A cell was moved."]
    batch.repaired["small", "ben"] = ["Another's."]
    outcomes = [Outcome("double_value", "passed", 2.0, 2.0)]  # type: ignore[arg-type]
    judged = Graded("small", "", outcomes, ["A cell was moved.", "It stopped."], notebook=new_notebook())
    notes = ["A cell was missing.", "A cell was moved.", "It stopped."]
    assert batch.finish(judged, "ada") == notes
    kept = Graded("small", "ada", outcomes, notes)
    assert batch.graded == {("small", "ada"): kept}
    assert batch.graded["small", "ada"].notebook == NotebookNode()
    assert history.recall(course, "small", "ada") == kept
    assert batch.repaired == {("small", "ben"): ["Another's."]}
