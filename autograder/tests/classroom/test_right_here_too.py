"""Right answers lose nothing here that they earn in stock nbgrader, whatever was done to their notebooks."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.build import generate
from autograder.classroom import submissions
from autograder.classroom.bench import BIN, STOCK
from autograder.classroom.run import grade as grade_class
from autograder.course import Course
from autograder.judging import variants
from autograder.judging.graded import Graded
from autograder.tests.classroom.kinds import KINDS, POINTS, student, two_tasks, written
from autograder.tests.classroom.test_run import gradebook
from autograder.tests.small import assignment


@pytest.fixture(scope="module", autouse=True)
def _one_variant() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "choose", lambda *args: 0)
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return two_tasks(tmp_path_factory.mktemp("kinds") / "course")


@pytest.fixture(scope="module")
def rows(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graded]:
    """Every kind through the kit, as a folder of loose notebooks."""
    folder = tmp_path_factory.mktemp("handed-in")
    for kind in KINDS:
        written(assignment(course).released(), kind, folder / student(kind) / "small.ipynb")
    graded = grade_class(course, submissions.find(course, str(folder)))
    return {row.student.split("/")[0]: row for row in graded}


def test_there_are_many_kinds():
    assert len({student(kind) for kind in KINDS}) == len(KINDS) >= 30


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_has_all_points(rows, kind):
    row = rows[student(kind)]
    assert (row.problem, row.score) == ("", POINTS), [outcome.message for outcome in row.outcomes]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_score_is_lower_than_stock_nbgraders(course: Course, rows: dict[str, Graded], tmp_path: Path) -> None:
    stock = two_tasks(tmp_path / "stock")
    (stock.root / "nbgrader_config.py").write_text(STOCK + "c.ExecutePreprocessor.timeout = 60\n")
    (stock.root / "gradebook.db").unlink()
    generate(stock, "small")
    for kind in KINDS:
        path = stock.root / "submitted" / student(kind) / "small" / "small.ipynb"
        written(assignment(stock).released(), kind, path)
        command = [BIN / "nbgrader", "autograde", "small", "--create", "--student", student(kind)]
        subprocess.run(command, cwd=stock.root, capture_output=True, check=False)
    scores = dict.fromkeys(map(student, KINDS), 0.0)
    for name, _, score, _ in gradebook(stock):
        scores[name] += score or 0.0
    whole = sum(score == POINTS for score in scores.values())
    print(f"\n{whole} of {len(KINDS)} right answers have all points in stock nbgrader")
    for name, score in scores.items():
        print(f"  {name}: {score:g} there, {rows[name].score:g} here")
    assert max(scores.values()) == POINTS  # else this comparison compares nothing
    assert [name for name, score in scores.items() if score > rows[name].score] == []
