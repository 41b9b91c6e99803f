"""Keeps the traceback of what fails in the kit or in nbgrader, which no table has room for."""

from __future__ import annotations

import logging
import re

from autograder.course import Course

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # told only where somebody listens: `autograder --verbose`


def keep(course: Course, name: str, text: str) -> str:
    """Write a traceback, and give the words that say where it is; none where it cannot be written.

    Args:
        name: of the file, as far as a file may have it: the last fault of that name is the one that stays.
    """
    log.error("%s: %s", name, text)
    path = course.private / "faults" / f"{re.sub(r'[^A-Za-z0-9_.-]', '_', name)[:100]}.txt"
    try:
        course.write_private(path, text)
    except OSError as error:
        log.error("no fault can be kept in %s: %s", path.parent, error.strerror)
        return ""
    return f" (the traceback is in {path.relative_to(course.root)})"
