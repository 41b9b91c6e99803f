"""Hidden graders of step_06, how well does it fit: scores in closed form, and the best candidates on grids."""

import torch
from torch.distributions import Normal

from autograder import expect, probes

NOISE = 2.0
TIE = 1e-3  # scores as near as this are equal to a float32


def exact(data, mu, sigma):
    """The log density of independent normal readings, in float64."""
    return Normal(torch.tensor(mu).double(), torch.tensor(sigma).double()).log_prob(data.double()).sum().item()


def settings(variant):
    """Data of several sizes with a setting for each: (data, mu, sigma)."""
    sizes = (1, variant.integer(4, 8), variant.integer(9, 14))
    middles = [variant.uniform(-4.0, 4.0) for _ in sizes]
    return [
        (variant.normal(middle, 2.0, size), middle + variant.uniform(-2.0, 2.0), variant.uniform(1.1, 3.5))
        for size, middle in zip(sizes, middles, strict=True)
    ]


def test_score_value(student, variant):
    """score for data of several sizes at several settings; some have so many readings that their density is 0."""
    many = 3000  # a product of so many densities is 0 in a float64, too
    cases = [*settings(variant), (variant.normal(1.0, 1.5, many), variant.uniform(0.0, 2.0), variant.uniform(1.2, 2.0))]
    got = student.sequence(*(probes.call("score", case) for case in cases))

    for value, (data, mu, sigma) in zip(got, cases, strict=True):
        what = f"what score(data, {mu:.4g}, {sigma:.4g}) returned for a data set of size {len(data)}"
        size = "many" if len(data) == many else "few"
        expect.number(value, what, code=f"score of {size}")
        expect.close(value, exact(data, mu, sigma), what, atol=1e-3, code=f"score of {size}")


def test_per_reading_value(student, variant):
    """per_reading for data of several sizes, at several settings."""
    cases = settings(variant)
    got = student.sequence(*(probes.call("per_reading", case) for case in cases))

    for value, (data, mu, sigma) in zip(got, cases, strict=True):
        what = f"what per_reading(data, {mu:.4g}, {sigma:.4g}) returned for a data set of size {len(data)}"
        expect.number(value, what, code="number")
        expect.close(value, exact(data, mu, sigma) / len(data), what, code="value")


def shuffled(variant, numbers):
    """The numbers in another order."""
    return numbers[variant.uniform(0.0, 1.0, len(numbers)).argsort()]


def test_best_level(student, variant):
    """best_mu for three data sets on grids of other sizes and orders, and on one that leaves the data aside."""
    cases = []
    for size, points, away in ((6, 9, 10.0), (13, 16, 0.0)):
        data = variant.normal(variant.uniform(-4.0, 4.0), 2.0, size)
        data[-1] += away  # far above the others, so that their mean is not the number in their middle
        grid = data.mean() + 0.6 * torch.arange(points) - variant.uniform(1.0, 4.0)
        cases.append((data, shuffled(variant, grid)))
    data = variant.normal(2.0, 2.0, 8)
    cases.append((data, shuffled(variant, data.max() + variant.uniform(1.0, 2.0) + torch.arange(5.0))))
    got = student.sequence(*(probes.call("best_mu", case) for case in cases))

    for found, (data, grid) in zip(got, cases, strict=True):
        what = f"what best_mu returned for a grid with {len(grid)} candidates"
        expect.number(found, what, code="number")
        expect.that(any(abs(found - mu) < 1e-4 for mu in grid.tolist()), f"{what} is none of them.", code="none")
        best = max(exact(data, mu, NOISE) for mu in grid.tolist())
        fits = exact(data, found, NOISE) > best - TIE
        expect.that(fits, f"{what} is not the one with the highest score.", code="not best")


def test_best_settings(student, variant):
    """best_pair for four data sets: of all combinations of candidates, the one with the highest score."""
    cases = []
    for size, k, m, spread in ((8, 7, 6, 1.0), (12, 4, 7, 3.0), (5, 5, 5, 0.4)):
        middle = variant.uniform(-4.0, 4.0)
        data = variant.normal(middle, spread, size)
        mus = data.mean() + 0.9 * spread * (torch.arange(k) - variant.uniform(0.6, k - 1.6))
        sigmas = spread * 1.5 ** (torch.arange(m) - variant.uniform(1.5, m - 3.5))
        mus, sigmas = shuffled(variant, mus), shuffled(variant, sigmas)
        far = (mus - data.mean()).abs() > 2.0 * data.std()
        cases.append((data, torch.cat([mus[far], mus[~far]]), sigmas))  # at a far candidate another sigma is best
    # no candidate for mu is near the mean, so the best sigma is another one than the data's own spread
    data = variant.normal(variant.uniform(-4.0, 4.0), 1.5, 9)
    spread = data.std(correction=0)
    mus = data.mean() + spread * torch.tensor([1.6, -2.6, 3.5])
    sigmas = spread * torch.tensor([1.03, 1.9, 3.2, 0.5])
    cases.append((data, shuffled(variant, mus), shuffled(variant, sigmas)))
    got = student.sequence(*(probes.call("best_pair", case) for case in cases))

    for found, (data, mus, sigmas) in zip(got, cases, strict=True):
        what = f"what best_pair returned for {len(mus)} candidates for mu and {len(sigmas)} for sigma"
        expect.floats(found, what, 2, code="pair")
        among = all(any(abs(f - c) < 1e-4 for c in c_s.tolist()) for f, c_s in zip(found, (mus, sigmas), strict=True))
        expect.that(among, f"{what} is no combination of them.", code="none")
        best = max(exact(data, mu, sigma) for mu in mus.tolist() for sigma in sigmas.tolist())
        expect.that(exact(data, *found) > best - TIE, f"{what} is not the best combination.", code="not best")
