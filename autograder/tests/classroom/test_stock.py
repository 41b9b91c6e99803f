"""Forging submissions through stock nbgrader, for comparison: `pytest -m slow -s` prints what each is given."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.authoring.build import generate
from autograder.classroom.bench import BIN, STOCK
from autograder.course import Course
from autograder.tests.attacks import ATTACKS, FORGE, WRONG
from autograder.tests.classroom.test_run import gradebook
from autograder.tests.conftest import copy_course


@pytest.mark.slow
@pytest.mark.timeout(3 * 3600)  # a hundred starts of nbgrader, some of which wait for time-outs
def test_stock_nbgrader_gives_points_for_forgery(submission: Callable[..., NotebookNode], tmp_path: Path) -> None:
    """Each attack of ``test_trust`` that the kit gives nothing, as a student of a course without the kit's plugins."""
    course = Course(copy_course(tmp_path, "step_03").root)
    (course.root / "nbgrader_config.py").write_text(STOCK + "c.ExecutePreprocessor.timeout = 15\n")
    generate(course, "step_03")
    attacks = [attack for attack in ATTACKS if attack.solution != WRONG or attack.inside or attack.after or attack.last]
    notebooks = {"plain": submission(WRONG.replace("{inside}", "pass"))}
    for number, attack in enumerate(attacks):
        cells = {"first": FORGE + attack.first, "after": attack.after, "last": attack.last}
        notebooks[f"{number:03}"] = submission(attack.source, **cells)
    for student, notebook in notebooks.items():
        path = course.root / "submitted" / student / "step_03" / "step_03.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    for student in notebooks:  # one at a time: some of them end the whole batch
        command = [BIN / "nbgrader", "autograde", "step_03", "--create", "--student", student]
        subprocess.run(command, cwd=course.root, capture_output=True, check=False)
    scores: dict[str, float] = {}
    for student, _, score, _ in gradebook(course):
        scores[student] = scores.get(student, 0.0) + (score or 0.0)
    gained = [attack for number, attack in enumerate(attacks) if scores.get(f"{number:03}", 0.0) > scores["plain"]]
    whole = [attack for number, attack in enumerate(attacks) if scores.get(f"{number:03}", 0.0) >= 9.0]
    print(f"\nstock nbgrader, {len(attacks)} forging submissions, the plain wrong answer has {scores['plain']:g} of 9:")
    print(f"{len(gained)} gained points, {len(whole)} of them all")
    for attack in gained:
        print(f"  {attack.name}")
    assert len(scores) == len(notebooks)
    assert whole  # else this comparison compares nothing
