"""Keyed variation: the same for a regrade, spread over all variants, and its data depend on nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
import torch

from autograder.judging import variants
from autograder.judging.variants import VARIANTS, Variant

KEY = bytes(range(32))


def test_the_choice_is_the_same_again():
    """These are fixed for good: a course that is regraded next year must get the same verdicts."""
    chosen = [variants.choose(KEY, "step_03", "model_plate", f"digest {n}") for n in range(8)]
    assert chosen == [13, 3, 13, 10, 3, 8, 2, 15]
    assert variants.notebook_seed(KEY, "step_03", "digest") == 3_540_529_326


def test_the_choices_spread_over_all_variants():
    count = Counter(variants.choose(KEY, "step_03", "model_plate", str(n)) for n in range(3200))
    assert set(count) == set(range(VARIANTS))
    assert VARIANTS == 16
    chi_square = sum((seen - 200) ** 2 / 200 for seen in count.values())
    assert chi_square < 40  # 15 degrees of freedom: beyond the 99.9th percentile


@pytest.mark.parametrize("part", range(4))
def test_each_part_of_the_name_matters(part):
    parts = [KEY, "step_03", "model_plate", "digest"]
    seen = set()
    for n in range(40):
        changed = list(parts)
        changed[part] = bytes([n]) * 32 if part == 0 else f"{parts[part]}{n}"
        seen.add(variants.choose(*changed))
    assert len(seen) > 8


def test_seeds_are_their_own_and_fit():
    seeds = {variants.notebook_seed(KEY, "step_03", str(n)) for n in range(500)}
    assert len(seeds) == 500
    assert all(0 <= seed < 2**32 for seed in seeds)
    assert seeds.isdisjoint({variants.notebook_seed(bytes(32), "step_03", str(n)) for n in range(500)})


def data(variant: Variant) -> list[object]:
    return [
        variant.normal(1.0, 2.0, 3).tolist(),
        variant.uniform(0.0, 1.0),
        variant.integer(2, 9),
        variant.normal(0.0, 1.0),
        variant.seed,
    ]


def test_equal_names_give_equal_data():
    for index in range(VARIANTS):
        assert data(Variant("a", "g", index)) == data(Variant("a", "g", index))


def test_other_names_give_other_data():
    all_of_them = [
        data(Variant(assignment, grader, index)) for assignment in "ab" for grader in "gh" for index in range(VARIANTS)
    ]
    assert len({str(item) for item in all_of_them}) == 64
    assert len({item[-1] for item in all_of_them}) == 64


def test_consecutive_calls_give_new_numbers():
    variant = Variant("a", "g", 0)
    assert variant.normal(0.0, 1.0) != variant.normal(0.0, 1.0)
    assert not torch.equal(variant.uniform(0.0, 1.0, 4), variant.uniform(0.0, 1.0, 4))


def test_numbers_have_the_kind_and_the_range_asked_for():
    variant = Variant("a", "g", 5)
    assert isinstance(variant.normal(0.0, 1.0), float)
    assert isinstance(variant.uniform(0.0, 1.0), float)
    table = variant.normal(10.0, 0.1, 200, 3)
    assert (table.dtype, table.shape) == (torch.float32, (200, 3))
    assert table.mean() == pytest.approx(10.0, abs=0.05)
    assert table.std() == pytest.approx(0.1, rel=0.2)
    flat = variant.uniform(-2.0, 3.0, 500)
    assert -2 <= flat.min() < -1.5
    assert 2.5 < flat.max() <= 3
    drawn = {variant.integer(4, 9) for _ in range(200)}
    assert drawn == {4, 5, 6, 7, 8, 9}
    assert variant.integer(3, 3) == 3
    assert type(variant.integer(1, 2)) is int
