"""Hidden graders of step_16: a table of shares as one event. Letters: N days, K stalls, J goods; data are [N, K, J]."""

import numpy as np
import torch

from autograder import expect, probes

TRAINED = probes.Prop("step_16", "trained")
UPPER = 1.2815515655446004  # the 90 % quantile of a standard normal


def shares(variant, n, k, j) -> torch.Tensor:
    """Shares [n, k, j] from alphas between 0.6 and 4."""
    alpha = variant.uniform(0.6, 4.0, k, j).numpy()
    draws = np.random.default_rng(variant.seed + n).gamma(alpha, size=(n, k, j))
    return torch.tensor(draws / draws.sum(-1, keepdims=True), dtype=torch.float32)


class Elbo:
    """The ELBO of log-normal guides of alpha, up to a constant, by the same standard normal draws for all of them."""

    def __init__(self, data: torch.Tensor, draws: int = 512) -> None:
        half = torch.randn(draws // 2, *data.shape[1:], generator=torch.Generator().manual_seed(0)).double()
        self.noise = torch.cat([half, -half])
        self.n, self.sums = len(data), data.double().log().sum(0)

    def __call__(self, locs: torch.Tensor, log_scales: torch.Tensor) -> torch.Tensor:
        u = locs + log_scales.exp() * self.noise
        alpha = u.exp()
        normaliser = torch.lgamma(alpha.sum(-1)) - torch.lgamma(alpha).sum(-1)
        log_joint = self.n * normaliser.sum(-1) + ((alpha - 1) * self.sums - alpha + u).sum((-1, -2))
        return log_joint.mean() + log_scales.sum()

    def best(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The locs and log scales of the best guide."""
        locs = torch.zeros_like(self.sums, requires_grad=True)
        log_scales = torch.full_like(self.sums, -2.0).requires_grad_()
        optimiser = torch.optim.LBFGS([locs, log_scales], max_iter=60, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            value = -self(locs, log_scales)
            value.backward()
            return value

        optimiser.step(loss)
        return locs.detach(), log_scales.detach()


def test_table(both, variant):
    """The shapes on the way from alpha to obs, for several numbers of days, stalls and goods."""
    sizes = [(40, 3, 5), (variant.integer(8, 20), variant.integer(2, 4), variant.integer(5, 7)), (4, 4, 4)]
    tables = [both.call("shape_table", size) for size in sizes]
    for size, (mine, theirs) in zip(sizes, tables, strict=True):
        call = f"shape_table{size}"
        expect.dictionary(mine, f"what {call} returned", theirs, code="shape_table")
        for key, wanted in theirs.items():
            expect.length(mine[key], 2, f"the entry of {key} in what {call} returned", code=key)
            for kind, shape, want_shape in zip(("batch", "event"), mine[key], wanted, strict=True):
                expect.equal(
                    shape, want_shape, f"the {kind} shape of {key} in what {call} returned", code=f"{key}_{kind}"
                )


def test_model_shapes(both, student, variant):
    """Where alpha and obs stand, with data and without, also with as many days as stalls; sizes, and ValueError."""
    n, k, j = variant.integer(6, 9), variant.integer(2, 3), variant.integer(4, 5)
    drawn = [{"n_days": a, "n_stalls": b, "n_goods": c} for a, b, c in ((n, k, j), (3, 3, 3), (k, j, n))]
    other = {"n_days": n + 3, "n_stalls": k + 1, "n_goods": j + 2}
    data = shares(variant, n, k, j)
    pairs = [*(both.trace("model", (), sizes) for sizes in drawn), both.trace("model", (data,), other)]
    missing = [{key: value for key, value in drawn[0].items() if key != left_out} for left_out in drawn[0]]
    raised = [student.error("model", (), sizes) for sizes in [*missing, {}]]

    for mine, theirs in pairs:
        expect.structure(mine, theirs)
        expect.close(mine.returned, mine.sites["obs"].value, "what model returned, held against its site obs", code="y")
    for error, sizes in zip(raised, [*missing, {}], strict=True):
        call = f"model({', '.join(f'{key}={value}' for key, value in sizes.items())})"
        expect.raised(error, "ValueError", call, code="size")
    for low, high in ((0.02, 0.1), (20.0, 60.0)):  # near zero, and far out
        expect.structure(*both.density("model", (data,), other, values={"alpha": variant.uniform(low, high, k, j)}))


def test_model_density(both, variant):
    """The densities of alpha and of the observed shares, for other tables and other alphas."""
    points = []
    for n, k, j in ((7, 2, 4), (5, 3, 3)):
        points.append((shares(variant, n, k, j), {"alpha": variant.uniform(0.3, 4.0, k, j)}))
    for mine, theirs in [both.density("model", (data,), values=values) for data, values in points]:
        expect.sites(mine, latent=[], observed=["alpha", "obs"])  # alpha is held fixed from outside
        expect.density(mine, theirs)


def test_fit_quality(student, variant, tries):
    """Your fit on data that it never saw: how far the ELBO of its guide is below the best one, and the param store."""
    data = shares(variant, variant.integer(30, 45), 3, 4)
    elbo = Elbo(data)
    locs, log_scales = elbo.best()
    for attempt in tries:
        with attempt as seed:
            call = (TRAINED, (probes.Name("fit"), data))
            got = student.call(*call, stochastic=True, seed=seed, limit=60)
            expect.fitted("fit", got["store"], kind=got["kind"], called=got["called"])
            expect.dictionary(got["quantiles"], "the table of latents of that guide", ["alpha"], code="latents")
            middle, upper = got["quantiles"]["alpha"]
            expect.shape(middle, data.shape[1:], "the median of alpha under the trained guide", code="sizes")
            mine = middle.double().log()
            my_scales = (upper.double().log() - mine) / UPPER
            finite = bool(mine.isfinite().all() and my_scales.isfinite().all() and (my_scales > 0).all())
            expect.that(finite, "The trained guide has parameters that are not finite.", code="finite")
            gap = float(elbo(locs, log_scales) - elbo(mine, my_scales.log()))
            where = fault(elbo, locs, log_scales, mine, my_scales.log())
            expect.that(
                gap <= 0.5,
                f"The ELBO of the trained guide is {gap:.2f} below the best that an AutoNormal guide can reach.",
                look="Do the losses still fall at the end, or tremble? Does the guide see the data that fit was given?",
                code=where,
            )


def fault(elbo, locs, log_scales, mine, my_log_scales) -> str:
    """In which way a guide is short of the best: a word for diagnosis."""
    if bool((mine.abs() < 1e-3).all()):
        return "untrained"
    short = float(elbo(locs, log_scales) - elbo(mine, my_log_scales))
    in_locs = float(elbo(locs, log_scales) - elbo(mine, log_scales))
    depth = "far" if short > 30 else "near"
    return f"locs_{depth}" if in_locs > short / 2 else f"scales_{depth}"


def test_constrained(student, variant):
    """Median, mean and sd of exp(u), for tables of other shapes, with narrow normals and with wide ones."""
    tables = []
    for shape in ((3, 5), (4,), (2, 3, 2), ()):
        locs = torch.as_tensor(variant.normal(0.3, 0.8, *shape))
        tables.append((locs, torch.as_tensor(variant.uniform(0.2, 1.1, *shape))))
    got = [student.call("to_constrained", table) for table in tables]
    for (locs, scales), answer in zip(tables, got, strict=True):
        call = f"to_constrained(tensor{list(locs.shape)}, tensor{list(scales.shape)})"
        expect.length(answer, 3, f"what {call} returned", code="three")
        mean = (locs + scales**2 / 2).exp()
        wanted = {"median": locs.exp(), "mean": mean, "sd": mean * torch.expm1(scales**2).sqrt()}
        for value, (name, want) in zip(answer, wanted.items(), strict=True):
            expect.close(value, want, f"the {name} that {call} returned", rtol=1e-3, atol=1e-4, code=name)
