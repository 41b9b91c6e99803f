"""Hidden inputs of beyond_5: under each variant another estimator, average or seed has another answer."""

from __future__ import annotations

import pytest
import torch

from autograder import expect
from autograder.graders import test_beyond_5 as gradients
from autograder.judging.variants import VARIANTS, Variant

each_variant = pytest.mark.parametrize("index", range(VARIANTS))


def is_told_apart(right: torch.Tensor, neighbour: torch.Tensor) -> bool:
    """Whether estimates are not taken for the right ones by the assertion that the graders use."""
    try:
        expect.close(neighbour, right, "estimates", rtol=1e-3, atol=3e-3)
    except expect.Mismatch:
        return True
    return False


def test_the_quadrature_gives_the_published_table() -> None:
    """Of Beta(10, 10), six heads and four tails: gradient and sds of alpha at three guides."""
    table = {
        (15.0, 15.0): (0.06894, 1.3652, 0.1012, 0.1937, 0.0065),
        (10.0, 10.0): (0.11829, 1.8571, 0.2983, 0.3644, 0.1322),
        (8.0, 16.0): (0.80982, 3.5720, 1.2679, 0.4997, 0.1988),
    }
    log_constant = float(-torch.lgamma(torch.tensor([10.0, 10.0])).sum() + torch.lgamma(torch.tensor(20.0)))
    for params, (slope, *sds) in table.items():
        exact, found = gradients.exact_beta(torch.tensor([log_constant, 15.0, 13.0]), torch.tensor(params))
        assert float(exact[0]) == pytest.approx(slope, abs=2e-4)
        got = [float(found[way][0]) for way in ("score", "baseline", "path", "landing")]
        assert got == pytest.approx(sds, rel=2e-3, abs=1e-4)


@each_variant
def test_each_way_has_other_estimates_and_another_spread(index: int) -> None:
    variant = Variant("beyond_5", "score_terms", index)
    case = gradients.normal_case(variant)
    draws = torch.tensor([-0.8, 0.4, 1.9])
    ways = ("score", "baseline", "path", "landing")
    rows = {way: gradients.by_draw(way, *case, draws) for way in ways}
    for way in ways:
        assert all(is_told_apart(rows[way], rows[other]) for other in ways if other != way)
    _, numbers, params = gradients.beta_case(variant)
    exact, sds = gradients.exact_beta(numbers, params)
    floor = 2e-3 * exact.abs()
    for way in ways:
        for other in ways:
            if other != way:
                assert bool(((sds[other] - sds[way]).abs() > 0.15 * sds[way] + floor).any())


@each_variant
def test_a_baseline_that_knows_its_own_draw_shows(index: int) -> None:
    """The level of all draws in place of the others' makes each estimate smaller by its share."""
    variant = Variant("beyond_5", "baseline_terms", index)
    for case in (gradients.beta_case(variant), *gradients.discrete_cases(variant)):
        draws = torch.tensor([0.2, 0.5, 0.9]) if case[0] == "beta" else torch.tensor([0.0, 1.0, 1.0])
        right = gradients.by_draw("baseline", *case, draws)
        assert is_told_apart(right, right * 2 / 3)


@each_variant
def test_other_averages_are_told_apart(index: int) -> None:
    variant = Variant("beyond_5", "decaying", index)
    heights, beta = variant.normal(-8.0, 1.0, variant.integer(5, 8)).tolist(), variant.uniform(0.6, 0.95)
    right = torch.tensor(gradients.baselines(heights, beta))
    own_height = torch.tensor([*gradients.baselines([*heights, 0.0], beta)[1:]])
    for neighbour in (own_height, torch.tensor(gradients.baselines(heights, 1.0 - beta))):
        assert is_told_apart(right, neighbour)


@each_variant
def test_a_guide_without_a_baseline_trembles_far_more(index: int) -> None:
    variant = Variant("beyond_5", "switch_tremble", index)
    data = gradients.seeds_of(variant)
    logit = variant.uniform(0.8, 1.2) * (1 if index % 2 else -1)
    assert 0 < int(data.sum()) < len(data)
    assert gradients.exact_tremble(data, logit, None) > 3.0 * gradients.exact_tremble(data, logit, 0.9)
