"""Keeps each submission's result beside the gradebook: for reports, and to know what is graded already."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from autograder.course import Course, CourseError
from autograder.judging.graded import Graded


def _path(course: Course, assignment: str, student: str) -> Path:
    return folder(course, assignment) / f"{student}.json"


def folder(course: Course, assignment: str) -> Path:
    """The folder of an assignment's results."""
    return course.private / "outcomes" / assignment


def make_folder(course: Course, assignment: str) -> None:
    """Make the folder of an assignment's results, ready to be written into.

    Raises:
        CourseError: when it is another user's.
    """
    path = folder(course, assignment)
    path.mkdir(parents=True, exist_ok=True)
    for each in (path.parent, path):
        course.open_to_group(each)
    if not os.access(path, os.W_OK | os.X_OK):
        raise CourseError(f"results cannot be kept in {path}: it is another user's; see CourseDirectory.groupshared")


def keep(course: Course, graded: Graded, under: str = "") -> None:
    """Write a submission's result in one step; its folder has been made.

    Args:
        under: names what it depended on, once it is in the gradebook: the last step of a grading.
    """
    path = _path(course, graded.assignment, graded.student)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps(graded.plain() | {"under": under}, indent=1), encoding="utf-8")
    course.open_to_group(fresh)
    fresh.replace(path)


def recall(course: Course, assignment: str, student: str, under: str | None = None) -> Graded | None:
    """The result of a student's last grading, or None.

    Args:
        under: only one that was in the gradebook and depended on this.
    """
    try:
        data: dict[str, Any] = json.loads(_path(course, assignment, student).read_text(encoding="utf-8"))
        if under is not None and data["under"] != under:
            return None
        return Graded.of(assignment, student, data)
    except (OSError, ValueError, KeyError, TypeError):  # none, not whole, or of an older form
        return None
