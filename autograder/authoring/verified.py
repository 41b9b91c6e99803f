"""Remembers which assignments were found good, and what that depended on: one that is unchanged need not run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from autograder.authoring.verify import Finding
from autograder.course import Assignment
from autograder.judging.digests import grade_digest, records_digest, rooms_digest
from autograder.judging.store import Store


def recall(assignment: Assignment, *, all_variants: bool) -> list[Finding] | None:
    """What the last verification found, if nothing has changed since and it left no fault; None otherwise.

    What it has recorded of the wrong answers must still be there: a class's first grading counts on it.
    """
    try:
        kept = json.loads(_path(assignment, all_variants).read_text(encoding="utf-8"))
        if kept["under"] != _under(assignment):
            return None
        found = [Finding(**(finding | {"faults": ()})) for finding in kept["findings"]]
    except (OSError, ValueError, KeyError, TypeError):  # none, not whole, or of an older form
        return None
    store, records = Store.of(assignment.course), records_digest(assignment)
    return found if all(store.knows(f"{records}:{answer.digest}") for answer in assignment.wrong) else None


def keep(assignment: Assignment, findings: Sequence[Finding], *, all_variants: bool) -> None:
    """Keep what a whole verification has found; nothing of one with a fault."""
    path = _path(assignment, all_variants)
    if any(finding.faults for finding in findings):
        path.unlink(missing_ok=True)
        return
    text = json.dumps({"under": _under(assignment), "findings": [asdict(finding) for finding in findings]})
    assignment.course.write_private(path, text)


def _path(assignment: Assignment, all_variants: bool) -> Path:
    how = "all-variants" if all_variants else "a-few"
    return assignment.course.private / "verified" / f"{assignment.name}-{how}.json"


def _under(assignment: Assignment) -> str:
    """Names what a verification depends on: what a grade does, the key that seeds it, and the code that verifies."""
    parts = [grade_digest(assignment), rooms_digest(("authoring",)), assignment.course.key.hex()]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()
