"""The outcome of a cell: what a student reads, and a misconception's hint that is told once."""

from __future__ import annotations

from nbformat.v4 import new_notebook

from autograder.course import Answer
from autograder.judging.outcomes import Outcome
from autograder.judging.verdicts import Verdict
from autograder.notebooks import GradedCell

WRONG = Answer("one", "wrong", new_notebook(), caught_by=("a", "b"), hint="About one.")


def outcome(told_at: str = "") -> Outcome:
    return Outcome.of(GradedCell("a", 2.0, 0), Verdict("failed", message="No."), WRONG, told_at)


def test_a_hint_that_a_cell_above_has_is_not_told_again():
    assert outcome().hint == "About one."
    assert outcome("The density of y.").hint == "The hint at “The density of y”, above, holds here too: begin there."
    assert outcome("The density of y.").misconception == "one", "instructors still see what it was"


def test_in_a_graded_notebook_the_hint_stands_at_its_first_cell(assignment, grader):
    [wrong] = [answer for answer in assignment.wrong if answer.name == "loop_with_one_name"]
    graded = grader.grade(wrong.notebook, variant=0)
    lost = [outcome for outcome in graded.outcomes if outcome.status.lost]
    assert [outcome.misconception for outcome in lost] == [wrong.name] * len(wrong.caught_by)
    assert len(lost) > 1
    assert lost[0].hint == wrong.hint
    title = lost[0].asked.rstrip(".")
    assert {outcome.hint for outcome in lost[1:]} == {f"The hint at “{title}”, above, holds here too: begin there."}
