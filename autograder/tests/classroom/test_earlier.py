"""What earlier reports found: kept in order, once for each state of the class, bounded, and never in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom import earlier
from autograder.classroom.earlier import RUNS, Run
from autograder.course import Course
from autograder.tests import small

FIRST = Run("2026-11-20", 5, 4.0, 1.5)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = small.make_course(tmp_path / "course")
    made.private.mkdir(exist_ok=True)
    return made


def keep(course: Course, *runs: Run) -> list[Run]:
    for run in runs:
        earlier.keep(course, "small", earlier.runs(course, "small"), run)
    return earlier.runs(course, "small")


def test_runs_are_kept_in_their_order_for_each_assignment(course: Course) -> None:
    second = replace(FIRST, made="2026-11-21", graded=6)
    assert earlier.runs(course, "small") == []
    assert keep(course, FIRST, second) == [FIRST, second]
    assert earlier.runs(course, "other") == []


def test_what_was_found_before_is_not_kept_again_at_another_time(course: Course) -> None:
    later, changed = replace(FIRST, made="2026-11-21"), replace(FIRST, made="2026-11-22", mean=4.5)
    back = replace(FIRST, made="2026-11-23")
    assert keep(course, FIRST, later, changed, back) == [FIRST, changed, back]


def test_the_oldest_and_the_last_few_are_kept(course: Course) -> None:
    runs = [replace(FIRST, made=f"{number:03}", graded=number) for number in range(RUNS + 7)]
    assert keep(course, *runs) == [runs[0], *runs[-RUNS:]]


@pytest.mark.parametrize("text", ["", "{", "7", "[7]", '[{"made": "2026-11-20"}]', '[{"other": 1}]'])
def test_a_file_of_another_form_counts_as_none_and_is_written_anew(course: Course, text: str) -> None:
    keep(course, FIRST)
    [path] = (course.private / "reports").iterdir()
    path.write_text(text)
    assert earlier.runs(course, "small") == []
    assert keep(course, FIRST) == [FIRST]
