"""Verification: what each answer must get, under a few variants that rotate, and whether a visible check notices it."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.authoring import verify as verifying
from autograder.authoring.verify import A_FEW, Finding, a_few, sample, verify
from autograder.cli import main
from autograder.course import Answer, Course
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.judging.outcomes import Outcome
from autograder.judging.variants import VARIANTS
from autograder.subject.parent import shared
from autograder.subject.pipe import Connection
from autograder.tests.small import GRADERS, RIGHT, WRONG, assignment, rewrite


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A built course for one test to change."""
    return Course(shutil.copytree(built.root, tmp_path / "course"))


def findings(course: Course, **options: bool) -> dict[str, Finding]:
    return {finding.answer: finding for finding in verify(assignment(course), **options)}


def faults(course: Course, answer: str) -> str:
    return " ".join(findings(course)[answer].faults)


def write(course: Course, name: str, text: str) -> None:
    (course.root / "solutions" / "small" / f"{name}.py").write_text(text)


def test_a_good_assignment_has_no_faults(course):
    found = findings(course)
    assert {name: (one.kind, one.score, one.points, one.faults) for name, one in found.items()} == {
        "reference": ("reference", 2.0, 2.0, ()),
        "a_sum": ("right", 2.0, 2.0, ()),
        "a_square": ("wrong", 0.0, 2.0, ()),
        "release": ("release", 0.0, 2.0, ()),
    }


def test_the_variants_of_an_answer_are_one_that_all_share_and_others_that_rotate_with_its_name():
    few = [a_few("small", f"answer_{number}") for number in range(40)]
    assert all(len(set(variants)) == A_FEW > 1 for variants in few)
    assert len({variants[0] for variants in few}) == 1
    assert {variant for variants in few for variant in variants} == set(range(VARIANTS))
    assert a_few("small", "answer_1") == few[1]
    assert {a_few(f"assignment_{number}", "answer")[0] for number in range(99)} == set(range(VARIANTS))


def test_a_wrong_answer_that_passes_under_its_third_variant_is_found(course):
    lucky = a_few("small", "a_square")[2]
    guard = f"    if variant.index == {lucky}:\n        return\n    expect.equal("
    (course.graders / "test_small.py").write_text(GRADERS.replace("    expect.equal(", guard))
    assert faults(course, "a_square") == f"variant {lucky}: double_value should catch it but passed"


def test_a_right_answer_that_fails_under_one_variant_is_found(course):
    unlucky = a_few("small", "a_sum")[1]
    guard = f'    expect.that(variant.index != {unlucky}, "No.")\n    expect.equal('
    (course.graders / "test_small.py").write_text(GRADERS.replace("    expect.equal(", guard))
    assert f"variant {unlucky}: double_value should pass but failed: No." in faults(course, "a_sum")


class Counting:
    """The warm parent, and how many children it has forked."""

    def __init__(self) -> None:
        self.forks = 0

    def fork(self, *args: Any, **more: Any) -> Connection:
        self.forks += 1
        return shared().fork(*args, **more)


def forks(course: Course, variant: int) -> int:
    """How many processes a first grading of the wrong answer takes: one is the submission's own."""
    parent = Counting()
    [wrong] = assignment(course).wrong
    graded = Grader(assignment(course), forks=parent).grade(wrong.notebook, variant=variant)
    assert [outcome.misconception for outcome in graded.outcomes] == ["a_square"]
    return parent.forks


def test_what_verification_asked_wrong_answers_no_grading_asks_again(course):
    few = a_few("small", "a_square")
    other = next(
        variant
        for variant in range(VARIANTS)
        if variant not in {*few, *a_few("small", "a_sum"), *a_few("small", "release")}
    )
    assert forks(course, few[1]) > 1, "it had to be run"
    shutil.rmtree(course.private)
    course.make_key()
    findings(course)
    assert [forks(course, variant) for variant in few] == [1, 1, 1]
    assert forks(course, other) > 1


def test_after_all_variants_no_grading_runs_a_wrong_answer(course):
    assert len(list(verify(assignment(course), all_variants=True))) == 4 * VARIANTS
    assert {forks(course, variant) for variant in range(VARIANTS)} == {1}


def test_it_says_whether_a_visible_check_notices_a_wrong_answer(course):
    write(course, "wrong/a_third", WRONG.replace("x * x", "3 * x").replace("multiplies", "multiplied"))
    found = findings(course)
    assert found["a_square"].noticed is False, "2 * 2 is 4, and the check asks for double(2)"
    assert found["a_third"].noticed is True
    assert found["reference"].noticed is found["a_sum"].noticed is found["release"].noticed is None


def test_a_header_may_say_why_no_check_notices_an_answer_and_must_be_right_about_it(course):
    write(course, "wrong/a_square", WRONG.replace("# hint", "# unnoticed: The check asks for 2 only.\n# hint"))
    assert findings(course)["a_square"].faults == ()
    rewrite(course.root / "solutions" / "small" / "wrong" / "a_square.py", "x * x", "x ** 3")
    assert "a visible check notices it, and its header says why none does (The check asks" in faults(course, "a_square")


def test_a_grader_that_passes_what_its_visible_check_refuses_is_found(course):
    write(course, "wrong/a_third", WRONG.replace("x * x", "3 * x"))
    (course.graders / "test_small.py").write_text(GRADERS.replace("variant.integer(3, 90)", "0"))
    assert "double_value passes what the visible check of its cell refuses" in faults(course, "a_third")
    assert "refuses" not in faults(course, "a_square"), "the check passes it too: 2 * 2 is 4"


def test_a_check_may_stop_below_a_task_that_lost_its_points():
    def graded(*statuses: str) -> Graded:
        data = [{"grade_id": name, "grade": True, "points": 1} for name in "ab"]
        cells = [new_code_cell("", metadata={"nbgrader": each}) for each in data]
        stopped = [statuses[0] == "failed", True]
        for cell, stops in zip(cells, stopped, strict=True):
            cell.outputs = [new_output("error", ename="Mismatch", evalue="", traceback=[])] * stops
        outcomes = [
            Outcome(name, status, float(status == "passed"), 1.0) for name, status in zip("ab", statuses, strict=True)
        ]
        return Graded("small", outcomes=outcomes, notebook=new_notebook(cells=cells))

    wrong = Answer("w", "wrong", new_notebook(), caught_by=("a",), hint="h")
    told = "b passes what the visible check of its cell refuses"
    assert told not in " ".join(verifying._faults(wrong, graded("failed", "passed"), hints=False))
    assert told in " ".join(verifying._faults(wrong, graded("passed", "passed"), hints=False))


def test_a_right_answer_that_a_visible_check_refuses_is_found(course):
    write(course, "right/a_sum", RIGHT.replace("x + x", "float(x + x)"))
    told = "double_value passes what the visible check of its cell refuses"
    (course.graders / "test_small.py").write_text(GRADERS.replace("expect.equal", "expect.close"))
    assert told in faults(course, "a_sum")


def test_each_wrong_answer_of_a_sample_has_its_turn(course):
    write(course, "wrong/a_third", WRONG.replace("x * x", "3 * x"))
    seen = [[one.answer for one in sample(assignment(course), turn)] for turn in range(3)]
    assert seen[0] == seen[2] != seen[1]
    assert {name for names in seen for name in names} == {"reference", "release", "a_square", "a_third"}
    assert all(len(names) == 3 for names in seen)


def test_an_answer_is_shown_as_a_difference(course):
    result = CliRunner().invoke(main, ["--course", str(course.root), "diff", "small", "a_square"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[:3] == ["wrong: A square", "wrong: It squares.", "caught by: double_value"]
    assert "-    return 2 * x" in lines
    assert "+    return x * x" in lines


@pytest.mark.parametrize(
    ("name", "said"), [("nobody", "has no answer 'nobody'"), ("twice", "has several answers 'twice'")]
)
def test_an_answer_that_cannot_be_shown_is_one_sentence(course, name, said):
    for kind, text in (("right", RIGHT), ("wrong", WRONG)):
        write(course, f"{kind}/twice", text)
    result = CliRunner().invoke(main, ["--course", str(course.root), "diff", "small", name])
    assert result.exit_code == 1
    assert said in result.output
    assert "right/a_sum" in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert CliRunner().invoke(main, ["--course", str(course.root), "diff", "small", "wrong/twice"]).exit_code == 0
