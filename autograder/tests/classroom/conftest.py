"""The course of which many tests look at the feedback."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.tests.classroom import eve


@pytest.fixture(scope="session")
def eves(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Eve's course. A test leaves her submission and her outcomes as they are."""
    return eve.graded_course(tmp_path_factory.mktemp("eve"))
