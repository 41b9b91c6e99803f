"""What a grader's end means: whose fault it was, what was earned before, and what another try may forgive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.expect.mismatch import Mismatch
from autograder.judging.status import Status
from autograder.judging.variants import Variant
from autograder.judging.verdicts import SEEDS, Credit, ReferenceFailed, SecondLooks, Tries, seeds_of, verdict_on
from autograder.probes.records import Refused
from autograder.subject.pipe import Crashed, OutOfMemory, TimedOut

MISS = Mismatch("close:sum", "The sum is wrong.")


@pytest.mark.parametrize(
    ("error", "share", "status", "code"),
    [
        (None, 0.0, "passed", ""),
        (MISS, 0.0, "failed", "close:sum"),
        (MISS, 0.5, "partial", "close:sum"),
        (TimedOut("too long"), 0.0, "timeout", "timeout"),
        (TimedOut("too long"), 0.5, "partial", "timeout"),
        (OutOfMemory("too much"), 0.0, "out_of_memory", "out_of_memory"),
        (Crashed("it ended"), 0.0, "crashed", "crashed"),
        (Refused("too deep"), 0.0, "failed", "refused"),
        (AssertionError("assert 3 == 4"), 0.0, "failed", "assert"),
        (ReferenceFailed("the reference"), 0.5, "not_graded", "fault"),
        (OSError("disk"), 0.0, "not_graded", "fault"),
        (TypeError("unsupported"), 0.0, "not_graded", "odd answer"),
    ],
)
def test_an_end_has_its_status(error: BaseException | None, share: float, status: str, code: str) -> None:
    found = verdict_on(error, share)
    assert (found.status, found.code) == (Status(status), code)
    assert found.share == (1.0 if error is None else share)


def test_what_pytest_wrote_and_a_traceback_are_for_instructors_alone() -> None:
    assert "3" not in verdict_on(AssertionError("assert 3 == 4"), 0.0).message
    odd = verdict_on(TypeError("3 is wanted"), 0.0)
    assert "3 is wanted" in odd.log
    assert "3 is wanted" not in odd.message


def test_credit_only_grows() -> None:
    credit = Credit()
    for share in (0.25, 0.75, 0.5):
        credit(share)
    assert credit.share == 0.75


def test_seeds_of_tries_follow_the_variants_and_stay_in_range() -> None:
    variant = Variant("key", "grader", 3)
    first = variant.seed % SEEDS
    assert list(seeds_of(variant)) == [first, (first + 1) % SEEDS, (first + 2) % SEEDS]
    variant.seed = SEEDS - 1
    assert list(seeds_of(variant)) == [SEEDS - 1, 0, 1]


def looked_at(tries: Tries, passes: Callable[[int], bool]) -> tuple[list[int], bool]:
    """The seeds in the order in which they were tried, and whether the check passed."""
    seen: list[int] = []
    try:
        for attempt in tries:
            with attempt as seed:
                seen.append(seed)
                if not passes(seed):
                    raise MISS
    except Mismatch:
        return seen, False
    return seen, True


def test_the_first_that_passes_ends_the_tries() -> None:
    assert looked_at(Tries([3, 4, 5]), {3, 4}.__contains__) == ([3], True)
    assert looked_at(Tries([3, 4, 5]), {5}.__contains__) == ([3, 4, 5], True)
    assert looked_at(Tries([3, 4, 5]), set().__contains__) == ([3, 4, 5], False)


def test_a_pass_at_a_later_try_is_looked_at_once_more() -> None:
    assert looked_at(SecondLooks([3, 4, 5]), {3}.__contains__) == ([3], True)
    assert looked_at(SecondLooks([3, 4, 5]), {4}.__contains__) == ([3, 4, 4], True)
    assert looked_at(SecondLooks([3, 4, 5]), {5}.__contains__) == ([3, 4, 5, 5], True)


def test_dice_that_fall_well_once_do_not_pass_at_a_later_try() -> None:
    fallen = iter([False, True, False, False])
    assert looked_at(SecondLooks([3, 4, 5]), lambda seed: next(fallen)) == ([3, 4, 4, 5], False)
