"""Hidden inputs of beyond_1 and beyond_2: under each variant, a neighbouring convention has another answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.distributions import Normal

from autograder import expect
from autograder.graders import test_beyond_1 as programs
from autograder.graders import test_beyond_2 as guides
from autograder.judging.variants import VARIANTS, Variant

each_variant = pytest.mark.parametrize("index", range(VARIANTS))


def is_told_apart(right: list[Any], neighbour: list[Any]) -> bool:
    """Whether one of these answers, at least, is not taken for the right one by the assertion that graders use."""
    try:
        for mine, theirs in zip(neighbour, right, strict=True):
            expect.close(mine, theirs, "an answer")
    except expect.Mismatch:
        return True
    return False


POSTERIORS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "weighted by variance": lambda g, m: ((g + 0.5625 * m) / 1.5625, 0.6),
    "precision of the sd": lambda g, m: ((g + m / 0.75) / (1 + 1 / 0.75), 1 / (1 + 1 / 0.75)),
    "variance for sd": lambda g, m: ((0.5625 * g + m) / 1.5625, 0.36),
    "measurement alone": lambda g, m: (m, 0.75),
    "prior alone": lambda g, m: (g, 1.0),
    "the notebook's": lambda g, m: (9.14, 0.6),
}


@each_variant
@pytest.mark.parametrize("name", POSTERIORS)
def test_another_way_to_combine_two_normals_gives_another_posterior(name: str, index: int) -> None:
    parcels = list(guides.parcels(Variant("beyond_2", "posterior_exact", index)))
    right = [list(guides.exact_posterior(*parcel)) for parcel in parcels]
    assert is_told_apart(right, [list(POSTERIORS[name](float(g), float(m))) for g, m in parcels])


@each_variant
@pytest.mark.parametrize("sd", [1.75, 0.75, 1.0], ids=["sds added", "noise alone", "spread alone"])
def test_another_spread_gives_another_evidence(sd: float, index: int) -> None:
    parcels = list(guides.parcels(Variant("beyond_2", "evidence_exact", index)))
    right = [Normal(g, 1.25).log_prob(m) for g, m in parcels]
    assert is_told_apart(right, [Normal(g, sd).log_prob(m) for g, m in parcels])


@each_variant
def test_a_guide_that_was_not_trained_is_not_content(index: int) -> None:
    variant = Variant("beyond_2", "train_posterior", index)
    spread, noise, guess, seen = guides.training(variant)
    exact = guides.exact_posterior(guess, seen, spread, noise)
    untouched = {"start": (guess, 0.25), "prior": (guess, spread), "data": (seen, noise), "notebook": (9.14, 0.6)}
    for mean, sd in untouched.values():
        with pytest.raises(expect.Mismatch):
            expect.posterior(mean, sd, *exact, "the weight")


@each_variant
def test_exp_leaves_no_number_and_forgetting_a_term_shows(index: int) -> None:
    asked = [
        (temp, numbers)
        for numbers, temps in programs.bells(Variant("beyond_1", "cloudy_exact", index))
        for temp in temps
    ]
    right = [programs.exact_cloudy(temp, *numbers) for temp, numbers in asked]
    even = [programs.exact_cloudy(temp, 0.5, *numbers[1:]) for temp, numbers in asked]
    assert is_told_apart(right, even)
    assert is_told_apart(right, [1.0 - share for share in right])
    densities = [[Normal(*bell).log_prob(torch.tensor(temp)).exp() for bell in numbers[1:]] for temp, numbers in asked]
    assert any(bool(one == other == 0.0) for one, other in densities)


@each_variant
def test_weights_of_either_are_not_a_half_and_both_ways_are_asked_for(index: int) -> None:
    ways = list(programs.ways(Variant("beyond_1", "either_runs", index)))
    assert all(weight < 0.45 for _, weight, *_ in ways)
    assert {which for *_, which in ways} == {0.0, 1.0}
    assert len({(first, second) for _, _, first, second, _ in ways}) == 3


def test_no_float_of_a_tiny_or_huge_weight() -> None:
    """What is told apart only by log weights: through exp they are 0 or infinite."""
    for index in range(VARIANTS):
        given = guides.logs(Variant("beyond_2", "weights_mean", index))
        through = [float(log_weights.exp().mean().log()) for log_weights in given]
        assert -math.inf in through
        assert math.inf in through
        right = [float(log_weights.double().logsumexp(0) - math.log(len(log_weights))) for log_weights in given]
        assert is_told_apart(right[:1], [float(given[0].mean())])
        assert is_told_apart(right[:1], [float(given[0].logsumexp(0))])
        assert 1 in {len(log_weights) for log_weights in given}
