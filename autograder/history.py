"""Keeps each submission's outcomes beside the gradebook, for reports: nbgrader itself has room for scores only."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading import Graded
from autograder.outcomes import Outcome


def _path(course: Course, assignment: str, student: str) -> Path:
    return course.private / "outcomes" / assignment / f"{student}.json"


def keep(assignment: Assignment, student: str, graded: Graded, notes: list[str]) -> None:
    """Write the outcomes of a student's submission and what was repaired in it, in one step."""
    path = _path(assignment.course, assignment.name, student)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"notes": notes + graded.notes, "outcomes": [asdict(outcome) for outcome in graded.outcomes]}
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps(data, indent=1))
    fresh.replace(path)


def recall(course: Course, assignment: str, student: str) -> tuple[list[Outcome], list[str]] | None:
    """The outcomes and repair notes of a student's last grading, or None."""
    path = _path(course, assignment, student)
    if not path.is_file():
        return None
    data = json.loads(path.read_text())
    return [Outcome(**outcome) for outcome in data["outcomes"]], data["notes"]
