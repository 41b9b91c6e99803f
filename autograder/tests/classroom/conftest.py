"""Courses that many tests of a class begin with. Whoever changes ``built`` changes a copy of it."""

from __future__ import annotations

import pytest

from autograder.authoring import build
from autograder.course import Course
from autograder.tests import small
from autograder.tests.classroom import eve


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course, built once, with nobody in it."""
    course = small.make_course(tmp_path_factory.mktemp("built"))
    build.build(course, ["small"], lambda text: None)
    return course


@pytest.fixture(scope="session")
def eves(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Eve's course. A test leaves her submission and her outcomes as they are."""
    return eve.graded_course(tmp_path_factory.mktemp("eve"))
