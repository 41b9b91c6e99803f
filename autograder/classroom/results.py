"""Graded submissions as a table, as JSON, as JUnit XML, and as Gradescope's results."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from autograder.course import CourseError
from autograder.judging.graded import Graded
from autograder.judging.status import Status

LEGEND = "  ".join(f"{status.sign} {status.word}" for status in Status)


def table(rows: list[Graded]) -> Table:
    """A line for each submission: score, one sign for each graded cell, and what was recognised or went wrong."""
    shown = Table("student", "assignment", "score", "cells", "what was seen", caption=LEGEND, caption_justify="left")
    for row in rows:
        if row.problem:
            shown.add_row(
                _cell(row.student),
                _cell(row.assignment) or "?",
                "-",
                "",
                f"[magenta]not graded:[/] {_cell(row.problem)}",
            )
            continue
        signs = " ".join(f"[{o.status.tone.terminal}]{o.status.sign}[/]" for o in row.outcomes)
        seen = Counter(outcome.misconception for outcome in row.outcomes if outcome.misconception)
        words = [name.replace("_", " ") for name in seen]
        words += [_cell(note) for note in (*waiting(row), *unexplained(row), *said(row), *row.notes[:2])]
        shown.add_row(
            _cell(row.student), _cell(row.assignment), f"{row.score:g}/{row.points:g}", signs, "; ".join(words)
        )
    return shown


SHOWN, LENGTH = 2, 90  # so many of a submission's own messages, and so many characters of each, go into its line


def unexplained(row: Graded) -> list[str]:
    """Why points were lost where no known wrong answer was recognised and no note of the row's says it already."""
    lost = [o for o in row.outcomes if o.status.lost and not o.misconception]
    if row.notes:
        lost = [o for o in lost if not o.code.startswith("undefined")]
    messages = dict.fromkeys(" ".join(o.message.split()) for o in lost if o.message)
    return [m if len(m) <= LENGTH else f"{m[: LENGTH - 1]}…" for m in list(messages)[:SHOWN]]


def waiting(row: Graded) -> list[str]:
    """How many points wait for a person, where any do."""
    points = row.waiting
    return [f"{points:g} {'point waits' if points == 1 else 'points wait'} for a person"] if points else []


def said(row: Graded) -> list[str]:
    """What the gradebook says beside the graders' outcomes: scores by hand, lateness, and what that takes off."""
    if row.standing is None:
        return []
    words = []
    for mark in row.standing.marks:
        if mark.by_hand:
            again = ", to be looked at again" if mark.waits else ""
            words.append(f"{mark.grade_id}: {mark.score:g} of {mark.points:g} by hand{again}")
        elif mark.score != (mark.auto or 0.0):
            words.append(f"{mark.grade_id}: {mark.score - (mark.auto or 0.0):+g} extra credit")
    if row.standing.late:
        off = f", {row.standing.penalty:g} points off" if row.standing.penalty else ", nothing off"
        words.append(f"{duration(row.standing.late)} late{off}")
    return words


def duration(seconds: float) -> str:
    """A length of time in one unit, as people say it."""
    for size, word in ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}"
    return f"{seconds:.0f} seconds"


def harmless(text: str) -> str:
    """Text without what could command a terminal: students' messages and file names may hold any character."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def _cell(text: str) -> str:
    return escape(harmless(text))


def counts(rows: list[Graded]) -> str:
    """How many submissions have no outcomes, and of the others how many graded cells have which."""
    found = Counter(outcome.status for row in rows for outcome in row.outcomes)
    parts = [f"{number} {status}" for status, number in sorted(found.items())]
    ungraded = sum(bool(row.problem) for row in rows)
    start = f", {ungraded} of them not graded" if ungraded else ""
    return f"{start}; graded cells: {', '.join(parts)}" if parts else start


def summary(rows: list[Graded]) -> str:
    """One line that counts submissions and outcomes."""
    word = "submission" if len(rows) == 1 else "submissions"
    unchanged = sum(row.unchanged for row in rows)
    end = f"; {unchanged} unchanged since an earlier run, and not run again" if unchanged else ""
    waiting = sum(row.hints_open for row in rows)
    if waiting:
        end += f"; {waiting} with hints still to come: scores stand, and the next run of the same command has the hints"
    return f"{len(rows)} {word}{counts(rows)}{end}"


def see_that_it_can_be_written(path: Path) -> None:
    """Ask before a class is graded whether its results can be written there; nothing is left behind.

    Raises:
        CourseError: when they cannot.
    """
    existed = path.exists()
    try:
        with path.open("ab"):
            pass
        if not existed:
            path.unlink()
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}") from None


def write_json(rows: list[Graded], path: Path, confinement: str) -> None:
    """All rows with their outcomes, for other programs. Instructors' logs are included: do not publish it."""
    data: dict[str, Any] = {"confinement": confinement}
    data["submissions"] = [
        {
            "student": row.student,
            "assignment": row.assignment,
            "score": row.score,
            "points": row.points,
            "problem": row.problem,
            "unchanged": row.unchanged,
            "gradebook": asdict(row.standing) if row.standing else None,
            "cpu": round(row.cpu, 3),
            "notes": row.notes,
            "outcomes": [outcome.public() | {"log": outcome.log} for outcome in row.outcomes],
        }
        for row in rows
    ]
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")  # half a surrogate, as JSON writes it


def write_junit(rows: list[Graded], path: Path, confinement: str) -> None:
    """One test suite for each submission, one test case for each graded cell."""
    suites = ET.Element("testsuites")
    for row in rows:
        failures = sum(o.status.lost for o in row.outcomes)
        errors = sum(o.status is Status.NOT_GRADED for o in row.outcomes) + bool(row.problem)
        suite = ET.SubElement(
            suites,
            "testsuite",
            name=_xml(f"{row.assignment}/{row.student}"),
            tests=str(len(row.outcomes) or 1),
            failures=str(failures),
            errors=str(errors),
        )
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", name="confinement", value=confinement)
        if row.problem:
            case = ET.SubElement(suite, "testcase", name="submission", classname=_xml(row.assignment))
            ET.SubElement(case, "error", message=_xml(row.problem))
        for outcome in row.outcomes:
            case = ET.SubElement(suite, "testcase", name=outcome.grade_id, classname=_xml(row.assignment))
            if outcome.status is not Status.PASSED:
                kind = "error" if outcome.status is Status.NOT_GRADED else "failure"
                ET.SubElement(case, kind, type=outcome.status, message=_xml(outcome.hint or outcome.message))
    ET.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def write_gradescope(row: Graded, path: Path, confinement: str) -> None:
    """One submission as Gradescope's results.json: what a student may see; a cell that waits for a person has no score.

    See "Autograder Specifications" in Gradescope's documentation. Confinement is told to instructors only.
    """
    tests = []
    for outcome in row.outcomes:
        panel = outcome.panel()
        test = {"name": panel.title, "max_score": outcome.points, "output": panel.text(), "output_format": "text"}
        if outcome.score is not None:
            test |= {"score": outcome.score, "status": "passed" if outcome.status is Status.PASSED else "failed"}
        tests.append(test)
    tests.append({"name": "Confinement", "output": confinement, "output_format": "text", "visibility": "hidden"})
    told = [row.problem] if row.problem else [f"{text}." for text in waiting(row)] + row.notes
    results: dict[str, Any] = {"output": "\n".join(told), "output_format": "text", "tests": tests}
    if row.problem:
        results["score"] = 0.0
    text = json.dumps(results | {"visibility": "visible", "stdout_visibility": "hidden"}, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def write_gradescope_failure(text: str, path: Path) -> None:
    """Gradescope's results.json where nothing was graded: the sentence that says why."""
    text = f"Nothing could be graded, and your instructor has to look at it: {text}"
    write_gradescope(Graded("", problem=text), path, "no student code was run to its end")


def _xml(text: str) -> str:
    """Text without the characters that XML forbids; students' messages may hold any."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
