"""An assignment that was found good is verified again when something that counts has changed, and only then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring import verify as verifying
from autograder.authoring.build import build
from autograder.cli import main
from autograder.course import Course
from autograder.tests.small import RIGHT, make_course, rewrite

UNCHANGED = "small unchanged since it was verified"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that was verified."""
    course = make_course(tmp_path_factory.mktemp("verified") / "course")
    build(course, ["small"], lambda line: None)
    assert UNCHANGED not in said(course)
    return course


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of the verified course for one test to change."""
    return Course(shutil.copytree(built.root, tmp_path / "course"))


def said(course: Course, *options: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, ["--course", str(course.root), "verify", *options])
    assert result.exit_code == exit_code, result.output
    return " ".join(result.output.split())


def test_what_is_unchanged_is_told_and_not_run(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "verify", None)
    told = said(course)
    assert UNCHANGED in told
    for kind, answer, score in (
        ("reference", "reference", "2/2"),
        ("right", "a_sum", "2/2"),
        ("wrong", "a_square", "0/2"),
    ):
        assert f"✓ {kind} {answer} {score}" in told
    assert "Visible checks notice" in told
    assert "Every answer got exactly what it must get." in told


def add_a_right_answer(course: Course) -> None:
    (course.root / "solutions" / "small" / "right" / "another.py").write_text(RIGHT.replace("x + x", "x * 2"))


def change_a_hint(course: Course) -> None:
    rewrite(course.root / "solutions" / "small" / "wrong" / "a_square.py", "by itself.", "by itself again.")


def change_a_grader(course: Course) -> None:
    rewrite(course.root / "autograder" / "graders" / "test_small.py", "integer(3, 90)", "integer(3, 91)")


def change_the_key(course: Course) -> None:
    (course.private / "key").write_bytes(b"another key, which seeds otherwise")


def lose_the_records(course: Course) -> None:
    for path in course.private.glob("records.sqlite*"):
        path.unlink()


@pytest.mark.parametrize(
    "change", [add_a_right_answer, change_a_hint, change_a_grader, change_the_key, lose_the_records]
)
def test_after_a_change_it_is_verified_again(course: Course, change: Callable[[Course], None]) -> None:
    change(course)
    assert UNCHANGED not in said(course)
    assert UNCHANGED in said(course)


def test_who_asks_for_it_gets_it_again_and_all_variants_are_another_matter(course: Course) -> None:
    assert UNCHANGED not in said(course, "--again")
    assert UNCHANGED not in said(course, "--all-variants")
    assert UNCHANGED in said(course, "--all-variants")
    assert UNCHANGED in said(course)


def test_what_was_found_at_fault_is_never_taken_for_good(course: Course) -> None:
    rewrite(course.root / "solutions" / "small" / "right" / "a_sum.py", "x + x", "x + 1")
    for _ in range(2):
        told = said(course, exit_code=1)
        assert UNCHANGED not in told
        assert "double_value should pass but failed" in told
    rewrite(course.root / "solutions" / "small" / "right" / "a_sum.py", "x + 1", "x + x")
    assert UNCHANGED not in said(course)
