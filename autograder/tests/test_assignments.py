"""Every assignment: its committed files are fresh, and every answer gets exactly what it must get."""

import ast
from datetime import date
from pathlib import Path

import pytest

from autograder.authoring import build
from autograder.authoring.verify import sample, verify
from autograder.course import Course
from autograder.notebooks import nbgrader_of

ROOT = Path(__file__).resolve().parents[2]
NAMES = Course(ROOT).names()


@pytest.fixture(scope="module", autouse=True)
def _key() -> None:
    Course(ROOT).make_key()


@pytest.mark.parametrize("name", NAMES)
def test_each_grader_passes_the_reference_and_catches_a_wrong_answer(name: str) -> None:
    findings = list(sample(Course(ROOT).assignment(name), date.today().toordinal()))
    assert [(finding.answer, finding.faults) for finding in findings if finding.faults] == []
    assert len(findings) == 2 + len(Course(ROOT).assignment(name).graded)


@pytest.mark.verify
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", NAMES)
def test_answers_get_what_they_must(name: str) -> None:
    findings = list(verify(Course(ROOT).assignment(name)))
    assert [(finding.answer, finding.faults) for finding in findings if finding.faults] == []
    assert {finding.kind for finding in findings} == {"reference", "right", "wrong", "release"}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", NAMES)
def test_answers_get_what_they_must_under_every_variant(name: str) -> None:
    faults = [f for f in verify(Course(ROOT).assignment(name), all_variants=True) if f.faults]
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_no_grader_is_there_for_nothing(name: str) -> None:
    """Each is alone in catching some wrong answer, or the first: a wrong model may also cost the cells that use it."""
    assignment = Course(ROOT).assignment(name)
    assert len(assignment.right) >= 3
    assert len(assignment.wrong) >= 8
    order = [cell.grade_id for cell in assignment.graded]
    first = {min(wrong.caught_by, key=order.index) for wrong in assignment.wrong}
    assert set(order) - first == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_two_checks_of_a_lesson_have_one_title(name: str) -> None:
    """The lesson's last cell names the checks that do not look right yet by their titles."""
    titles = [
        ast.literal_eval(node.args[0])
        for cell in Course(ROOT).assignment(name).master.cells
        if nbgrader_of(cell).get("grade") and cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "expect.check"
    ]
    assert len(titles) >= len(Course(ROOT).assignment(name).graded)
    assert [title for title in titles if titles.count(title) > 1] == []


def test_the_committed_files_are_what_a_fresh_build_gives() -> None:
    assert build.stale(Course(ROOT), NAMES) == []
