"""Hidden graders of step_17, a discrete latent: the mixture model, its enumeration, the guide, its fit, the labels."""

import math

import numpy as np
import torch

from autograder import expect, probes

ENUMERATED = probes.Prop("step_17", "enumerated")
STARTED = probes.Prop("step_17", "started")
CAPTAINS = probes.Prop("step_17", "captains")
TRAINED = probes.Prop("step_17", "trained")
SITES = ("weights", "scale", "u")


def mixture_data(variant) -> torch.Tensor:
    """Minutes of 60 to 90 days, of two captains as far apart as the notebook's."""
    n = variant.integer(60, 90)
    share, early = variant.uniform(0.55, 0.7), variant.uniform(-25.0, -22.0)
    late, noise = early + variant.uniform(14.0, 17.0), variant.uniform(2.5, 3.2)
    second = (torch.arange(n) >= round(share * n)).float()
    return early + (late - early) * second + noise * variant.normal(0.0, 1.0, n)


def habits(variant, k: int) -> dict[str, torch.Tensor]:
    """Values of weights, scale and u for k captains who are hard to tell apart."""
    weights = variant.uniform(0.2, 1.0, k) ** 2
    first, steps = variant.uniform(-6.0, 6.0), variant.uniform(1.0, 1.7, k - 1)
    u = torch.cat([torch.tensor([first]), steps])
    return {"weights": weights / weights.sum(), "scale": torch.tensor(variant.uniform(1.5, 2.5)), "u": u}


def ordered(u: torch.Tensor) -> torch.Tensor:
    """The locs of free numbers u [..., K]."""
    return torch.cat([u[..., :1], u[..., :1] + u[..., 1:].exp().cumsum(-1)], -1)


def class_scores(values, data: torch.Tensor) -> torch.Tensor:
    """The log of weight times density, [N, K]."""
    locs, scale = ordered(values["u"].double()), values["scale"].double()
    z = (data.double()[:, None] - locs) / scale
    return values["weights"].double().log() - scale.log() - z**2 / 2


class Elbo:
    """The ELBO of AutoNormal guides for two captains, up to a constant, by the same normal draws for all of them.

    A guide is a table [2, 4] of locs and log scales of (logit of the first weight, log scale, u0, u1).
    """

    def __init__(self, data: torch.Tensor, draws: int = 256) -> None:
        half = torch.randn(draws // 2, 4, generator=torch.Generator().manual_seed(0)).double()
        self.noise, self.data = torch.cat([half, -half]), data.double()

    def log_joint(self, points: torch.Tensor) -> torch.Tensor:
        """The log joint density at points [..., 4] of the free space, with the assignment summed out."""
        logit, log_scale, u = points[..., 0], points[..., 1], points[..., 2:]
        log_weights = torch.nn.functional.logsigmoid(torch.stack([logit, -logit], -1))
        # Dirichlet(0.5, 0.5) at the weights, with the Jacobian w0 w1; the Jacobian of exp is in Normal(log scale)
        prior = 0.5 * log_weights.sum(-1) - log_scale**2 / 8 - (u**2).sum(-1) / 200
        z = (self.data[:, None] - ordered(u)[..., None, :]) / log_scale.exp()[..., None, None]
        terms = log_weights[..., None, :] - log_scale[..., None, None] - z**2 / 2
        return prior + terms.logsumexp(-1).sum(-1)

    def __call__(self, guide: torch.Tensor) -> torch.Tensor:
        return self.log_joint(guide[0] + guide[1].exp() * self.noise).mean() + guide[1].sum()

    def best(self) -> torch.Tensor:
        """The best guide, found from a start that is spread over the data."""
        low, high = self.data.quantile(torch.tensor([0.25, 0.75]).double())
        locs = torch.stack([low * 0, (self.data.std() / 2).log(), low, (high - low).log()])
        guide = torch.stack([locs, torch.full_like(locs, -2.3)]).requires_grad_()
        optimiser = torch.optim.LBFGS([guide], max_iter=60, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            value = -self(guide)
            value.backward()
            return value

        optimiser.step(loss)
        return guide.detach()


def test_model_structure(both, student, variant):
    """The model's sites and where they stand, with data and without, for several numbers of captains; ValueError."""
    data, n_obs = variant.normal(0.0, 6.0, variant.integer(6, 9)), variant.integer(10, 12)
    calls = [((data,), {}), ((data,), {"K": 4}), ((), {"n_obs": n_obs, "K": 3}), ((data,), {"n_obs": n_obs, "K": 3})]
    pairs = [both.trace("model", *call) for call in calls]
    nothing = student.error("model", (), {"K": 3})

    for mine, theirs in pairs:
        expect.structure(mine, theirs)
        expect.close(mine.returned, mine.sites["y"].value, "what model returned, held against its site y", code="y")
    expect.raised(nothing, "ValueError", "the call model(K=3)")


def test_model_density(both, variant):
    """The log density of each site of the model, at values that the grader sets, for two, three and four captains."""
    points = []
    for k in (2, 3, 4):
        values = habits(variant, k)
        values["scale"] = torch.tensor(variant.uniform(1.5, 4.0))
        n = variant.integer(6, 9)
        values["assignment"] = torch.tensor([variant.integer(0, k - 1) for _ in range(n - 2)] + [0, k - 1])
        points.append((variant.normal(0.0, 6.0, n), k, values))

    for mine, theirs in [both.density("model", (data,), {"K": k}, values=values) for data, k, values in points]:
        expect.density(mine, theirs)


def test_model_enumerated(student, variant):
    """The model under enumeration, by its own mark: the shapes of the assignment and of the density of y."""
    cases = [(variant.normal(0.0, 6.0, variant.integer(5, 9)), k) for k in (2, 3, 4)]
    got = [student.call(ENUMERATED, (probes.Name("model"), data, k)) for data, k in cases]
    tables = [rows_by_captain(student, variant, data, k) for data, k in cases]

    for (data, k), shapes, (table, rows) in zip(cases, got, tables, strict=True):
        case = f"under enumeration, for {k} captains and {len(data)} days,"
        what = f"the shape of the value of assignment {case}"
        expect.equal(shapes["assignment"], [k, 1], what, code="assignment")
        expect.equal(shapes["y"], [k, len(data)], f"the shape of the log density of y {case}", code="y")
        expect.close(table, rows, f"the log density of y {case}", rtol=1e-3, atol=1e-3, code="table")


def rows_by_captain(student, variant, data, k):
    """The log density of y under enumeration, and, one by one, that for each captain at all days: [k, n] both."""
    values = habits(variant, k) | {"scale": torch.tensor(variant.uniform(1.5, 4.0))}
    where = ("model", (data,), {"K": k})
    chosen = [values | {"assignment": torch.full((len(data),), captain)} for captain in range(k)]
    steps = [probes.density(*where, values=values, enumerate_nesting=1)]
    table, *rows = student.sequence(*steps, *(probes.density(*where, values=one) for one in chosen))
    return expect.site(table, "y").log_prob, torch.stack([expect.site(row, "y").log_prob for row in rows])


def test_guide_start(both, variant):
    """The guide before training: its sites, and the medians it starts from, for two captains (also unsaid) and more."""
    cases = [(variant.normal(variant.uniform(-8.0, 8.0), 6.0, variant.integer(30, 50)), k, k) for k in (2, 3, 4)]
    cases.append((cases[0][0], 2))  # make_guide is not told K
    pairs = [both.call(STARTED, (probes.Name("make_guide"), *case)) for case in cases]

    for (_, _, *told), (mine, theirs) in zip(cases, pairs, strict=True):
        call = f"make_guide(data, {told[0]})" if told else "make_guide(data)"
        expect.equal(mine["kind"], "AutoNormal", "the class of what make_guide returned", code="kind")
        expect.equal(mine["sites"], theirs["sites"], "the list of the guide's sites", code="sites")
        for name in SITES:
            what = f"the median of {name} that the guide of {call} starts from"
            expect.close(mine["median"][name], theirs["median"][name], what, rtol=1e-3, atol=1e-3, code=name)


def test_fit_quality(student, variant, tries):
    """Your fit on other data: its number of captains, how far its guide's ELBO is below the best, the param store."""
    data = mixture_data(variant)
    asked = [probes.call(CAPTAINS, (probes.Name("fit"), data, *told)) for told in ((), (3,))]
    unsaid, three = student.sequence(*asked, limit=90)
    expect.equal(unsaid, 2, "the number of captains that fit(data) begins with", code="default_k")
    expect.equal(three, 3, "the number of captains that fit(data, 3) begins with", code="k")
    elbo = Elbo(data)
    best = elbo.best()
    for attempt in tries:
        with attempt as seed:
            call = (TRAINED, (probes.Name("fit"), data, 2))
            got = student.call(*call, stochastic=True, seed=seed, limit=90)
            expect.fitted("fit", got["store"], kind=got["kind"])
            mine = guide_table(got["params"])
            gap = float(elbo(best) - elbo(mine))
            expect.that(
                gap <= 2.0,
                f"The ELBO of the trained guide is {gap:.2f} below the best that an AutoNormal guide can reach.",
                look="How many captains sail in your fit? Is every day's captain summed out, do the data count that "
                "fit was given, and have the parameters come to rest?",
                code=fault(best, mine),
            )


def guide_table(params) -> torch.Tensor:
    """The table of Elbo, from the params of an AutoNormal guide."""
    rows = []
    for kind in ("locs", "scales"):
        names = [f"AutoNormal.{kind}.{site}" for site in SITES]
        for name in names:
            expect.that(name in params, f"There is no parameter {name} in the param store after fit.", code=name)
        for name, size in zip(names, (1, 1, 2), strict=True):
            expect.equal(params[name].numel(), size, f"the number of entries of {name} for two captains", code="sizes")
        rows.append(torch.cat([params[name].double().reshape(-1) for name in names]))
    sound = bool(torch.stack(rows).isfinite().all() and (rows[1] > 0).all())
    expect.that(sound, "The trained guide has parameters that are not finite.", code="finite")
    return torch.stack([rows[0], rows[1].log()])


def fault(best: torch.Tensor, mine: torch.Tensor) -> str:
    """In which way a guide is short of the best: a word for diagnosis."""
    if bool((mine[1] + math.log(10)).abs().max() < 1e-3):
        return "untrained"
    if float(mine[0, 1] - best[0, 1]) > 0.5:
        return "one_cluster" if abs(float(mine[0, 0])) > 1.3 else "wide"
    away = (mine[0] - best[0]).abs() / best[1].exp()
    return "elsewhere" if bool((away > 3).any()) else "near"


def test_labels(student, variant):
    """classify with habits that the grader sets: the most probable captain of each day, doubtful days included."""
    cases = []
    for k in (2, 3, 4):
        values, n = habits(variant, k), variant.integer(40, 60)
        locs = ordered(values["u"])
        data = variant.uniform(float(locs[0]) - 4.0, float(locs[-1]) + 4.0, n)
        top = class_scores(values, data).topk(2).values
        cases.append((values, data[(top[:, 0] - top[:, 1]) > 0.02]))  # no coin tosses
    got = [student.call("classify", case) for case in cases]

    for (values, data), labels in zip(cases, got, strict=True):
        k = len(values["weights"])
        what = f"what classify returned for {k} captains"
        expect.shape(labels, (len(data),), what, code="shape")
        answer = np.asarray(labels)
        wrong = int((answer != class_scores(values, data).argmax(-1).numpy()).sum())
        expect.that(
            wrong == 0,
            f"For {k} captains, {wrong} of {len(data)} labels are not those of the most probable captain.",
            look="Which weights, scale and locs does the answer use? Is it the same at each call?",
            code="labels",
        )
