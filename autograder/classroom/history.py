"""Keeps each submission's outcomes beside the gradebook: for reports, and to know what is graded already."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.course import Assignment, Course
from autograder.judging.grading import Graded
from autograder.judging.outcomes import Outcome

Kept = tuple[list[Outcome], list[str], float]  # outcomes, repair notes, CPU seconds


def _path(course: Course, assignment: str, student: str) -> Path:
    return course.private / "outcomes" / assignment / f"{student}.json"


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps(data, indent=1))
    fresh.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):  # none, or not whole
        return {}


def keep(assignment: Assignment, student: str, graded: Graded, notes: list[str]) -> None:
    """Write the outcomes of a student's submission and what was repaired in it, in one step."""
    data = {"notes": notes + graded.notes, "outcomes": [asdict(outcome) for outcome in graded.outcomes]}
    data["cpu"] = graded.cpu
    _write(_path(assignment.course, assignment.name, student), data)


def recall(course: Course, assignment: str, student: str, digest: str | None = None) -> Kept | None:
    """The outcomes, repair notes and CPU seconds of a student's last grading, or None.

    Args:
        digest: only of a grading that was settled under this digest.
    """
    data = _read(_path(course, assignment, student))
    if not data or (digest is not None and data.get("digest") != digest):
        return None
    return [Outcome(**outcome) for outcome in data["outcomes"]], data["notes"], data["cpu"]


def settle(course: Course, assignment: str, student: str, digest: str) -> None:
    """Say that the kept outcomes are in the gradebook, and what they depended on: the last step of a grading."""
    path = _path(course, assignment, student)
    _write(path, _read(path) | {"digest": digest})
