"""Hidden inputs of beyond_6: under each variant a neighbouring convention has another answer."""

from __future__ import annotations

import pytest
import torch

from autograder.graders import test_beyond_6 as mixtures
from autograder.judging.variants import VARIANTS, Variant

each_variant = pytest.mark.parametrize("index", range(VARIANTS))


def differs(first: torch.Tensor, second: torch.Tensor) -> bool:
    return not torch.allclose(first.double(), second.double(), rtol=1e-3, atol=1e-3)


@each_variant
def test_a_product_one_off_gives_other_pieces(index: int) -> None:
    betas = Variant("beyond_6", "sticks", index).uniform(0.1, 0.6, 4).double()
    right = mixtures.pieces_of(betas)
    assert float(right.sum()) == pytest.approx(1.0)
    left = (1.0 - betas).cumprod(0)
    one = torch.ones(1, dtype=torch.float64)
    assert differs(right[:-1], betas * left)
    assert differs(right[:-1], betas * torch.cat([one, one, left])[:4])


@each_variant
def test_the_bound_of_a_truncation_is_met_exactly_in_one_case(index: int) -> None:
    """Who asks for less than eps, or counts the remainder as a share, is one off there."""
    variant = Variant("beyond_6", "enough_sticks", index)
    for _ in range(3):
        variant.uniform(2.0, 9.0), variant.uniform(0.005, 0.1)
    exact = variant.integer(3, 7)
    left, shares = 0.5, 1
    while left > 0.5**exact:
        left, shares = left * (1.0 / 2.0), shares + 1
    assert (left, shares) == (0.5**exact, exact)


@each_variant
def test_other_odds_make_evenings_more_or_less_frequent(index: int) -> None:
    """By more than the graders' bound and three standard errors more, for some evening of four guests."""
    variant = Variant("beyond_6", "seat_law", index)
    alpha = variant.uniform(0.5, 0.8) if index % 2 else variant.uniform(1.6, 2.4)
    exact = mixtures.all_evenings(4, alpha)
    assert sum(exact.values()) == pytest.approx(1.0)
    neighbours = {"inverse": mixtures.all_evenings(4, 1.0 / alpha), "tables alike": {}, "door as wide": {}}
    for tables in exact:
        evening = [int(table) for table in tables.split(",")]
        alike = door = 1.0
        for i, table in enumerate(evening):
            opened = len(set(evening[:i]))
            new = table == opened
            alike *= (alpha if new else 1.0) / (alpha + opened)
            share = evening[:i].count(table) / i if i else 0.0
            door *= (alpha if new else share) / (alpha + (1.0 if i else 0.0))
        neighbours["tables alike"][tables], neighbours["door as wide"][tables] = alike, door
    for name, law in neighbours.items():
        assert sum(law.values()) == pytest.approx(1.0), name
        far = max(abs(law[t] - p) / (p * (1.0 - p) / mixtures.EVENINGS) ** 0.5 for t, p in exact.items())
        assert far > 7.2, name


@each_variant
def test_a_mixture_without_training_is_not_content(index: int) -> None:
    """The start that fit is given, the prior's one wide group, and one group at the data's mean."""
    variant = Variant("beyond_6", "fit_density", index)
    data, *truth = mixtures.humps(variant)
    best = mixtures.mean_log_density(data, *truth)
    start = mixtures.starts(data, 5, len(truth[0]))
    untouched = (mixtures.pieces_of(start["betas"]), start["locs"], start["scales"])
    one_group = (torch.ones(1), data.mean().reshape(1), data.std().reshape(1))
    for pieces, locs, scales in (untouched, one_group):
        assert best - mixtures.mean_log_density(data, pieces, locs, scales) > 0.12


@each_variant
def test_the_order_of_groups_is_no_order_of_weight(index: int) -> None:
    variant = Variant("beyond_6", "groups_counted", index)
    pieces, share = next((pieces, share) for pieces, share in mixtures.weights_and_shares(variant) if share == 0.04)
    large = [weight >= share for weight in pieces.tolist()]
    stops = large.index(False)
    assert stops < sum(large) < len(large)
    assert float(pieces.sum()) == pytest.approx(1.0, abs=1e-5)
