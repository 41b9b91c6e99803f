"""Keeps each submission's result beside the gradebook: for reports, and to know what is graded already."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.judging.graded import Graded


def _path(course: Course, assignment: str, student: str) -> Path:
    return course.private / "outcomes" / assignment / f"{student}.json"


def keep(course: Course, graded: Graded, under: str = "") -> None:
    """Write a submission's result in one step.

    Args:
        under: names what it depended on, once it is in the gradebook: the last step of a grading.
    """
    path = _path(course, graded.assignment, graded.student)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps(graded.plain() | {"under": under}, indent=1))
    fresh.replace(path)


def recall(course: Course, assignment: str, student: str, under: str | None = None) -> Graded | None:
    """The result of a student's last grading, or None.

    Args:
        under: only one that was in the gradebook and depended on this.
    """
    try:
        data: dict[str, Any] = json.loads(_path(course, assignment, student).read_text())
        if under is not None and data["under"] != under:
            return None
        return Graded.of(assignment, student, data)
    except (OSError, ValueError, KeyError, TypeError):  # none, not whole, or of an older form
        return None
