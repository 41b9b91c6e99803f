"""Results are kept for each student, and recalled as they were or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom import history
from autograder.course import Course
from autograder.judging.graded import Graded
from autograder.judging.outcomes import Outcome
from autograder.tests import small

ADA = Graded("small", "ada", [Outcome("a", "passed", 2.0, 2.0)], ["A note."], cpu=0.25)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = small.make_course(tmp_path / "course")
    history.make_folder(made, "small")
    return made


def test_a_result_is_recalled_for_its_student_alone(course: Course) -> None:
    history.keep(course, ADA, under="digest")
    assert history.recall(course, "small", "ada") == ADA
    assert history.recall(course, "small", "ben") is None
    assert history.recall(course, "other", "ada") is None


def test_under_asks_for_what_it_depended_on(course: Course) -> None:
    history.keep(course, ADA)
    assert history.recall(course, "small", "ada") == ADA
    assert history.recall(course, "small", "ada", under="digest") is None  # it is not in the gradebook yet
    history.keep(course, ADA, under="digest")
    assert history.recall(course, "small", "ada", under="digest") == ADA
    assert history.recall(course, "small", "ada", under="another") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"outcomes": [{"odd": 1}], "notes": [], "cpu": 0}', "7"])
def test_a_file_of_another_form_is_no_result(course: Course, text: str) -> None:
    (history.folder(course, "small") / "ada.json").write_text(text)
    assert history.recall(course, "small", "ada") is None


def test_nothing_half_written_is_left(course: Course) -> None:
    history.keep(course, ADA)
    history.keep(course, ADA, under="digest")
    assert [path.name for path in history.folder(course, "small").iterdir()] == ["ada.json"]
