"""One form of a graded submission: scores are the gradebook's where it has one, and a file gives back what it got."""

from __future__ import annotations

import json

import pytest

from autograder.judging.graded import Graded, Mark, Standing
from autograder.judging.outcomes import Outcome

OUTCOMES = [Outcome("a", "passed", 2.0, 2.0), Outcome("b", "failed", 0.0, 3.0, message="no", code="close:b")]


def mark(name: str, score: float, points: float, waits: bool = False) -> Mark:
    return Mark(name, score, points, None if waits else score, False, waits)


def test_without_a_gradebook_the_graders_scores_count() -> None:
    graded = Graded("small", "ada", OUTCOMES)
    assert (graded.score, graded.points, graded.settled) == (2.0, 5.0, True)


def test_the_gradebook_decides_with_penalty_and_cells_of_its_own() -> None:
    standing = Standing((mark("a", 2.0, 2.0), mark("b", 1.5, 3.0), mark("why", 4.0, 4.0)), penalty=1.0)
    graded = Graded("small", "ada", OUTCOMES, standing=standing)
    assert (graded.score, graded.points, graded.settled) == (6.5, 9.0, True)


def test_what_waits_for_a_person_is_not_settled() -> None:
    open_cell = Graded("small", "ada", [Outcome("a", "not_graded", None, 2.0)])
    waiting = Graded("small", "ada", OUTCOMES, standing=Standing((mark("a", 0.0, 2.0, waits=True),)))
    assert not open_cell.settled
    assert open_cell.score == 0.0
    assert not waiting.settled
    assert not Graded("small", "ada", OUTCOMES, problem="no notebook").settled


def test_a_file_gives_back_what_it_got() -> None:
    graded = Graded("small", "ada", OUTCOMES, ["One cell stopped."], cpu=0.5)
    data = json.loads(json.dumps(graded.plain()))
    again = Graded.of("small", "ada", data)
    assert again == graded
    assert again.cpu == graded.cpu
    assert again.outcomes[1].code == "close:b"


@pytest.mark.parametrize("part", ["outcomes", "notes", "cpu"])
def test_a_file_of_another_form_is_told(part: str) -> None:
    data = Graded("small", "ada", OUTCOMES).plain()
    del data[part]
    with pytest.raises(KeyError):
        Graded.of("small", "ada", data)
