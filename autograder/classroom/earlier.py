"""What earlier class reports found, kept so that a class can be seen over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from autograder.course import Course

RUNS = 20  # that are kept besides the oldest


@dataclass(frozen=True)
class Run:
    """What one report found: when, of how many graded submissions, with which mean and standard deviation of points."""

    made: str
    graded: int
    mean: float
    sd: float


def _path(course: Course, assignment: str) -> Path:
    return course.private / "reports" / f"{assignment}.json"


def runs(course: Course, assignment: str) -> list[Run]:
    """What earlier reports on an assignment found, the oldest first."""
    try:
        return [Run(**run) for run in json.loads(_path(course, assignment).read_text())]
    except (OSError, ValueError, TypeError):  # none, or of an older form
        return []


def keep(course: Course, assignment: str, before: Sequence[Run], run: Run) -> None:
    """Keep what a report found after those ``before`` it, if it is not what the last one found."""
    if before and replace(before[-1], made=run.made) == run:
        return
    kept = [*before, run]
    text = json.dumps([asdict(one) for one in [*kept[:1], *kept[1:][-RUNS:]]])
    course.write_private(_path(course, assignment), text)
