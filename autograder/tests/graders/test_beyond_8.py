"""Hidden inputs of beyond_8: under each variant, a neighbouring convention has another answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import torch

from autograder import expect
from autograder.graders import test_beyond_8 as graders
from autograder.judging.variants import VARIANTS, Variant

each_variant = pytest.mark.parametrize("index", range(VARIANTS))
Reading = Callable[..., Any]


def is_told_apart(right: Iterable[Any], neighbour: Iterable[Any], atol: float = 1e-4) -> bool:
    """Whether one of these answers, at least, is not taken for the right one by the assertion that graders use."""
    try:
        for mine, theirs in zip(neighbour, right, strict=True):
            expect.close(mine, theirs, "an answer", atol=atol)
    except expect.Mismatch:
        return True
    return False


def variant(grader: str, index: int) -> Variant:
    return Variant("beyond_8", grader, index)


PARABOLAS: dict[str, Reading] = {
    "the posterior's own": lambda k, n: [(k + 1) / (n + 2), math.sqrt((k + 1) * (n - k + 1) / (n + 2) ** 2 / (n + 3))],
    "width in the logit": lambda k, n: [k / n, (k * (n - k) / n) ** -0.5],
    "width of one toss": lambda k, n: [k / n, math.sqrt(k * (n - k)) / n],
    "over n - 1": lambda k, n: [k / n, math.sqrt(k * (n - k) / n**2 / (n - 1))],
    "variance for sd": lambda k, n: [k / n, k * (n - k) / n**3],
    "the land's": lambda k, n: [1 - k / n, math.sqrt(k * (n - k) / n**3)],
}


@each_variant
@pytest.mark.parametrize("name", PARABOLAS)
def test_another_parabola_has_other_numbers(name: str, index: int) -> None:
    questions = list(graders.few_tosses(variant("quadratic_exact", index)))
    right = [[k / n, math.sqrt(k * (n - k) / n**3)] for k, n in questions]
    assert is_told_apart(right, [PARABOLAS[name](k, n) for k, n in questions])


MAPPED: dict[str, Reading] = {
    "sd of another axis": lambda loc, scale: [1 / (1 + math.exp(-loc)), scale],
    "tangent": lambda loc, scale: [1 / (1 + math.exp(-loc)), scale * math.exp(-loc) / (1 + math.exp(-loc)) ** 2],
    "exact mean, tangent": lambda loc, scale: [
        graders.exact_mapped(loc, scale)[0],
        scale * math.exp(-loc) / (1 + math.exp(-loc)) ** 2,
    ],
    "ends": lambda loc, scale: [
        graders.exact_mapped(loc, scale)[0],
        (1 / (1 + math.exp(-loc - scale)) - 1 / (1 + math.exp(-loc + scale))) / 2,
    ],
}


@each_variant
@pytest.mark.parametrize("name", MAPPED)
def test_another_way_back_from_the_logit_has_other_numbers(name: str, index: int) -> None:
    questions = list(graders.curves(variant("mapped_exact", index)))
    right = [graders.exact_mapped(*question) for question in questions]
    assert is_told_apart(right, [MAPPED[name](*question) for question in questions], atol=1e-3)


@each_variant
def test_a_parabola_in_the_space_of_the_model_or_without_a_lean_is_another(index: int) -> None:
    for model, args, loc, covariance in graders.laplace_questions(variant("laplace_fit", index)):
        spread = torch.as_tensor(covariance).double()
        sds = spread.diagonal().sqrt()
        if model == "slanted":
            assert abs(float(spread[0, 1])) > 0.2 * float(sds[0] * sds[1])
        elif model == "share":  # without the Jacobian: one less of each
            waters, tosses, more, less = (float(arg) for arg in args)
            plain = math.log((waters + more - 1) / (tosses - waters + less - 1))
            assert abs(plain - loc[0]) > 0.1 * float(sds[0])
        else:
            assert abs(math.exp(loc[0]) - loc[0]) > 0.1 * float(sds[0])


def held_by(count: Callable[[float, int], int]) -> Reading:
    """The narrowest interval that holds so many draws."""

    def densest(samples: torch.Tensor, mass: float) -> list[float]:
        held = min(max(1, count(mass, len(samples))), len(samples))
        return graders.exact_densest(samples, (held - 0.5) / len(samples))

    return densest


def last_of_equal(samples: torch.Tensor, mass: float) -> list[float]:
    """Of several that are equally narrow, the highest."""
    low, high = graders.exact_densest(-samples, mass)
    return [-high, -low]


DENSEST: dict[str, Reading] = {
    "percentile": graders.exact_percentile,
    "a draw less": held_by(lambda mass, n: math.floor(mass * n)),
    "a draw more": held_by(lambda mass, n: math.ceil(mass * n) + 1),
    "more than the mass": held_by(lambda mass, n: math.floor(mass * n) + 1),
    "the nearest number of draws": held_by(lambda mass, n: round(mass * n)),
    "the last of equal ones": last_of_equal,
}


@each_variant
@pytest.mark.parametrize("name", DENSEST)
def test_another_count_or_choice_gives_another_densest_interval(name: str, index: int) -> None:
    source = variant("densest_exact", index)
    questions = [*graders.leaning(source), graders.even(source)]
    right = [graders.exact_densest(*question) for question in questions]
    assert is_told_apart(right, [DENSEST[name](*question) for question in questions])


@each_variant
def test_each_of_three_leaning_posteriors_tells_the_two_intervals_apart(index: int) -> None:
    for samples, mass in list(graders.leaning(variant("percentile_exact", index)))[:3]:
        assert is_told_apart([graders.exact_percentile(samples, mass)], [graders.exact_densest(samples, mass)], 1e-3)


BELIEFS: dict[str, Reading] = {
    "noise for its square": lambda one, x, y, noise: graders.exact_belief(one, x, y, noise**0.5),
    "prior forgotten": lambda one, x, y, noise: graders.exact_belief(
        (one[0], 1e6 * torch.eye(2).double()), x, y, noise
    ),
    "lean forgotten": lambda one, x, y, noise: graders.exact_belief((one[0], one[1] * torch.eye(2)), x, y, noise),
    "centred": lambda one, x, y, noise: graders.exact_belief(one, x - x.mean(), y, noise),
    "swapped": lambda one, x, y, noise: graders.exact_belief(one, y, x, noise),
}


@each_variant
@pytest.mark.parametrize("name", BELIEFS)
def test_another_way_to_learn_gives_another_belief(name: str, index: int) -> None:
    questions = [question for _, *question in graders.lessons(variant("learn_exact", index))]
    right = [part for question in questions for part in graders.exact_belief(*question)]
    assert is_told_apart(right, [part for question in questions for part in BELIEFS[name](*question)])


@each_variant
def test_another_move_of_the_zero_gives_another_belief(index: int) -> None:
    for one, shift in graders.moves(variant("recentre_exact", index)):
        right = graders.exact_recentred(one, shift)
        assert is_told_apart(right[:1], graders.exact_recentred(one, -shift)[:1])
        assert is_told_apart(right[:1], one[:1])
        assert is_told_apart(right[1:], one[1:])
        assert is_told_apart(right[1:], graders.exact_recentred((one[0], one[1] * torch.eye(2)), shift)[1:])


@each_variant
def test_another_spread_gives_another_prediction(index: int) -> None:
    for one, x, noise in graders.places(variant("predict_exact", index)):
        _, line, new = graders.exact_prediction(one, x, noise)
        straight = graders.exact_prediction((one[0], one[1] * torch.eye(2)), x, noise)[1]
        assert is_told_apart([line], [straight])
        for other in (line, line + noise, (line**2 + noise).sqrt(), torch.full_like(line, noise)):
            assert is_told_apart([new], [other])


@each_variant
def test_another_reading_of_groups_gives_other_slopes(index: int) -> None:
    source = variant("slopes_exact", index)
    x, group, y = graders.flowers(source, 3, source.integer(7, 10))
    pooled, within = graders.exact_slopes(x, y, group, 3)
    means = torch.stack([x[group == g].mean() for g in range(3)])
    assert is_told_apart([pooled], [sum(within) / 3])
    assert is_told_apart([pooled], [graders.exact_slopes(x - x.mean(), y, group, 3)[0]])
    assert is_told_apart([within], [graders.exact_slopes(x - means[group], y, group, 3)[1]])
    assert within != sorted(within)


WAICS: dict[str, Reading] = {
    "mean of the logs": lambda table: (table.mean(0), table.var(0)),
    "sum for mean": lambda table: (table.logsumexp(0), table.var(0)),
    "variance over S": lambda table: (table.logsumexp(0) - math.log(len(table)), table.var(0, correction=0)),
    "sd for variance": lambda table: (table.logsumexp(0) - math.log(len(table)), table.std(0)),
    "swapped": lambda table: (table.logsumexp(1) - math.log(table.shape[1]), table.var(1)),
}


@each_variant
@pytest.mark.parametrize("name", WAICS)
def test_another_reading_of_waic_has_another_sum(name: str, index: int) -> None:
    for kind, table in graders.tables(variant("waic_exact", index)):
        if kind == "least" and name == "swapped":
            continue  # there is no variance over a single datum
        lppd, penalty = WAICS[name](table)
        assert is_told_apart([graders.exact_waic(table)["waic"]], [-2.0 * (lppd - penalty).sum()])
