"""The demo: a class that formgrader shows alive, with names, dates, somebody late, and an exchange of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import parse_utc

from autograder import settings
from autograder.classroom import demo
from autograder.course import Course, CourseError


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "SHOWN", ("step_01", "step_03"))
        return demo.make_class(tmp_path_factory.mktemp("demo") / "class", lambda line: None)


def test_everybody_has_a_name(course: Course) -> None:
    told = settings.of(course)
    with Gradebook(told.db_url, told.course_id) as gradebook:
        named = {student.id: f"{student.first_name} {student.last_name}" for student in gradebook.students}
    assert named == demo.NAMES
    assert {path.name for path in (course.root / "submitted").iterdir()} == set(named)


def test_one_student_is_late_and_nobody_else(course: Course) -> None:
    told = settings.of(course)
    with Gradebook(told.db_url, told.course_id) as gradebook:
        due = {assignment.name: assignment.duedate for assignment in gradebook.assignments}
    assert due["step_03"] - due["step_01"] == timedelta(days=1)
    for name in ("step_01", "step_03"):
        times = {student: course.root / "submitted" / student / name / "timestamp.txt" for student in demo.NAMES}
        late = {student: parse_utc(path.read_text()) > due[name] for student, path in times.items()}
        assert [student for student in late if late[student]] == [demo.LATE]


def test_the_assignments_are_in_the_class_s_own_exchange(course: Course) -> None:
    told = settings.of(course)
    assert told.config.Exchange.root == str(course.root / "exchange")
    assert NbGraderAPI(config=told.config).get_released_assignments() == {"step_01", "step_03"}


def test_a_folder_in_use_is_left_alone(course: Course) -> None:
    with pytest.raises(CourseError, match="is not empty"):
        demo.make_class(course.root, lambda line: None)
