"""Hidden graders of beyond_6, Dirichlet process mixtures: sticks, tables, the model, its fit, and what can be asked."""

import torch
from torch.distributions import LogNormal, Normal

from autograder import expect, probes

COUNTED = probes.Prop("beyond_6", "counted")
REPEATED = probes.Prop("beyond_6", "repeated")
SLOPE = probes.Prop("beyond_6", "slope_of_piece")
LOSS = probes.Prop("beyond_6", "loss_held")
FITTED = probes.Prop("beyond_6", "fitted")
WATCHED = probes.Prop("beyond_6", "watched")
EVENINGS = 1500


def pieces_of(betas: torch.Tensor) -> torch.Tensor:
    """The pieces [..., K + 1] of a stick, one break after the other, in float64."""
    left = torch.ones(betas.shape[:-1], dtype=torch.float64)
    found = []
    for share in betas.double().unbind(-1):
        found.append(share * left)
        left = left * (1.0 - share)
    return torch.stack([*found, left], -1)


def test_sticks(student, variant):
    """The pieces of broken sticks: hidden shares, one stick and several, one share, none; gradients."""
    cases = [variant.uniform(0.1, 0.6, size) for size in (variant.integer(4, 6), 1)]
    cases += [variant.uniform(0.1, 0.6, 3, 4), variant.uniform(0.1, 0.6, 2, 1, 3), torch.zeros(0), torch.zeros(2, 0)]
    got = [student.call("weights", (betas,)) for betas in cases]
    betas, k = variant.uniform(0.2, 0.6, 4), variant.integer(1, 2)
    slope = student.call(SLOPE, (probes.Name("weights"), betas, k))
    for case, pieces in zip(cases, got, strict=True):
        what = f"the pieces for shares of shape {list(case.shape)}"
        expect.close(pieces, pieces_of(case), what, code=f"pieces{case.dim()}")
    expect.that(slope is not None, "No gradient flows from the pieces to the shares.", code="no_gradient")
    knob = betas.double().requires_grad_()
    (wanted,) = torch.autograd.grad(pieces_of(knob)[k], knob)
    expect.close(slope, wanted, "the gradient of a piece by the shares", code="gradient")


def test_expected_pieces(student, variant):
    """The mean of a piece: the first, later ones, for alphas below and above 1."""
    cases = [(variant.uniform(*ends), k) for ends in ((0.2, 0.7), (1.5, 6.0)) for k in (1, 2, variant.integer(4, 7))]
    got = [student.call("expected_weight", case) for case in cases]
    for (alpha, k), mean in zip(cases, got, strict=True):
        wanted = 1.0 / (1.0 + alpha)
        for _ in range(k - 1):
            wanted *= alpha / (1.0 + alpha)
        expect.close(mean, wanted, f"expected_weight for alpha {alpha:.3f} and piece {k}", atol=1e-6, code="mean")


def test_enough_sticks(student, variant):
    """Where to stop: the fewest shares, also where the bound is met exactly, and for bounds of 1 and more."""
    cases = [(variant.uniform(2.0, 9.0), variant.uniform(0.005, 0.1)) for _ in range(3)]
    exact = variant.integer(3, 7)
    cases += [(variant.uniform(0.1, 0.6), variant.uniform(0.01, 0.05)), (1.0, 0.5**exact), (4.0, 1.0), (4.0, 1.7)]
    got = [student.call("truncation", case) for case in cases]
    for (alpha, eps), shares in zip(cases, got, strict=True):
        wanted, left = 1, alpha / (1.0 + alpha)
        while left > eps:
            wanted, left = wanted + 1, left * (alpha / (1.0 + alpha))
        expect.equal(shares, wanted, f"truncation for alpha {alpha:.3f} and eps {eps:.4f}", code="shares")


def test_tables_expected(student, variant):
    """The mean number of tables for other alphas and numbers of guests, none among them."""
    cases = [(0, variant.uniform(0.5, 2.0)), (1, variant.uniform(0.3, 0.8)), (2, variant.uniform(0.3, 0.8))]
    cases += [(variant.integer(5, 9), variant.uniform(0.2, 0.6)), (variant.integer(60, 90), variant.uniform(2.0, 6.0))]
    got = [student.call("expected_tables", case) for case in cases]
    for (n, alpha), mean in zip(cases, got, strict=True):
        wanted = sum(alpha / (alpha + i) for i in range(n))
        expect.close(mean, wanted, f"expected_tables for {n} guests and alpha {alpha:.3f}", code="tables")


def all_evenings(n: int, alpha: float) -> dict[str, float]:
    """Each evening of n guests, as a text, with its probability, guest by guest."""
    found: dict[tuple[int, ...], float] = {(): 1.0}
    for i in range(n):
        longer = {}
        for tables, probability in found.items():
            opened = max([-1, *tables]) + 1
            for table in range(opened):
                longer[(*tables, table)] = probability * tables.count(table) / (alpha + i)
            longer[(*tables, opened)] = probability * alpha / (alpha + i)
        found = longer
    return {",".join(map(str, tables)): probability for tables, probability in found.items()}


def test_seat_law(student, variant, tries):
    """The restaurant: numbering, seeds, an evening without guests; and how often each evening of four guests comes."""
    name, alpha = probes.Name("seat"), variant.uniform(0.5, 0.8) if variant.index % 2 else variant.uniform(1.6, 2.4)
    nobody = student.call("seat", (0, alpha, 5))
    first, again, other = student.call(REPEATED, (name, 40, 2.0 + alpha, variant.integer(0, 999)), stochastic=True)
    expect.equal(nobody, [], "an evening without guests", code="nobody")
    for evening in (first, other):
        expect.length(evening, 40, "an evening of 40 guests", code="guests")
        for i, table in enumerate(evening):
            expect.equal(type(table).__name__, "int", "the kind of a table's number", code="kind")
            expect.that(
                0 <= table <= max([-1, *evening[:i]]) + 1,
                "Tables are not numbered from 0 in the order in which they are opened.",
                code="numbering",
            )
    expect.equal(first == again, True, "whether one seed gives the same evening twice", code="same_seed")
    expect.equal(first == other, False, "whether two seeds give the same evening", code="two_seeds")
    exact = all_evenings(4, alpha)
    for attempt in tries:
        with attempt as seed:
            call = (COUNTED, (name, 4, alpha, [seed % 100_000, EVENINGS]))
            found = student.call(*call, stochastic=True, seed=seed, limit=30)
            expect.that(set(found) <= set(exact), "There are evenings that cannot be.", code="evenings")
            off = {
                tables: (found.get(tables, 0) / EVENINGS - p) / (p * (1.0 - p) / EVENINGS) ** 0.5
                for tables, p in exact.items()
            }
            worst = max(off, key=lambda tables: abs(off[tables]))
            expect.that(
                abs(off[worst]) < 4.2,
                f"Evenings on which four guests sit at the tables {worst} come too "
                f"{'often' if off[worst] > 0 else 'seldom'}.",
                look="Which numbers is the choice of a table proportional to, and which is it for a new one?",
                code=f"law:{worst}",
            )


def mixture_values(variant, k: int) -> dict[str, torch.Tensor]:
    """Betas, locs and scales for k groups that overlap, with locs in no order."""
    locs = variant.normal(4.0, 1.5, k)
    return {"betas": variant.uniform(0.15, 0.6, k - 1), "locs": locs, "scales": variant.uniform(0.4, 1.6, k)}


def log_joint(values: dict[str, torch.Tensor], data: torch.Tensor, alpha: float) -> float:
    """The log joint of the lesson's model with the groups summed out, in float64."""
    betas, locs, scales = (values[name].double() for name in ("betas", "locs", "scales"))
    prior = (torch.tensor(alpha).log() + (alpha - 1.0) * (-betas).log1p()).sum()
    prior = prior + Normal(4.0, 2.0).log_prob(locs).sum() + LogNormal(-1.0, 0.7).log_prob(scales).sum()
    each = pieces_of(betas).log() + Normal(locs, scales).log_prob(data.double()[:, None])
    return float(prior + each.logsumexp(-1).sum())


def test_model_density(both, variant):
    """The mixture as a program: sites and plates, the density of each site, and that with the groups summed out."""
    cases = [(variant.normal(4.0, 1.7, n), variant.uniform(0.4, 3.0), k) for n, k in ((5, 4), (7, 2), (1, 3))]
    steps, exact = [], []
    for data, alpha, k in cases:
        values = mixture_values(variant, k)
        chosen = torch.tensor([variant.integer(0, k - 1) for _ in range(len(data))])
        steps += [
            probes.trace("model", (data, alpha, k)),
            probes.density("model", (data, alpha, k), values=values | {"z": chosen}),
            # by Pyro's own ELBO, which adds up what the model itself has marked
            probes.call(LOSS, (probes.Name("model"), data, alpha, k, values)),
        ]
        exact.append(log_joint(values, data, alpha))
    got, want = both.sequence(*steps)
    for mine, theirs in zip(got[0::3], want[0::3], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[1::3], want[1::3], strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)
    for loss, right, (data, _, k) in zip(got[2::3], exact, cases, strict=True):
        what = f"the loss of TraceEnum_ELBO for {len(data)} data and {k} groups, with all but z held"
        expect.close(loss, -right, what, rtol=1e-3, atol=1e-3, code="summed")


def humps(variant) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Data [80 to 120] of two or three groups far from the lesson's, and the weights, locs and scales behind them."""
    groups = 2 + variant.index % 2
    n = variant.integer(80, 120)
    share = torch.tensor([0.62, 0.38] if groups == 2 else [0.25, 0.45, 0.3])
    locs = variant.uniform(-12.0, 8.0) + 9.0 * torch.arange(groups) + variant.uniform(-1.0, 1.0, groups)
    scales = variant.uniform(0.6, 1.3, groups)
    at = torch.repeat_interleave(torch.arange(groups), (share * n).round().long())
    return locs[at] + scales[at] * variant.normal(0.0, 1.0, len(at)), share, locs, scales


def starts(data: torch.Tensor, size: int, groups: int) -> dict[str, torch.Tensor]:
    """Start values like the lesson's: `groups` of `size` groups share the data."""
    k = torch.arange(groups)
    betas, locs, scales = torch.full((size - 1,), 0.5), data.mean().repeat(size), data.std().repeat(size)
    betas[:groups] = 0.97 / (groups - 0.97 * k)
    locs[:groups] = data.quantile((k + 0.5) / groups)
    scales[:groups] = data.std() / groups
    return {"betas": betas, "locs": locs, "scales": scales}


def mean_log_density(data: torch.Tensor, pieces: torch.Tensor, locs: torch.Tensor, scales: torch.Tensor) -> float:
    """The mean log density of data under a mixture of normals."""
    each = pieces.double().log() + Normal(locs.double(), scales.double()).log_prob(data.double()[:, None])
    return float(each.logsumexp(-1).mean())


def medians_and_losses(answer, size: int) -> tuple[list[torch.Tensor], list]:
    """What fit returned: the medians of betas [size - 1], locs and scales [size], in float64, and the losses."""
    sites = ("betas", "locs", "scales")
    expect.length(answer, 2, "what fit returned", code="two")
    expect.dictionary(answer[0], "the medians that fit returned", sites, code="medians")
    for site in sites:
        shape = (size - 1 if site == "betas" else size,)
        expect.shape(answer[0][site], shape, f"the median of {site}", code=f"shape_{site}")
    return [torch.as_tensor(answer[0][site], dtype=torch.float64) for site in sites], answer[1]


def test_fit_density(student, variant, tries):
    """fit: what it promises in a short run, and how well its mixture describes data of other groups."""
    name = probes.Name("fit")
    data, *truth = humps(variant)
    groups, size, alpha, steps = len(truth[0]), variant.integer(5, 6), variant.uniform(0.3, 0.9), variant.integer(2, 4)
    start = starts(data, size, groups)
    said = student.call(WATCHED, (name, data, alpha, size, start, steps), stochastic=True, limit=30)
    medians, losses = medians_and_losses(said["answer"], size)
    expect.floats(losses, f"the losses of {steps} steps", steps, code="losses")
    expect.fitted("fit", said["store"])
    expect.equal(
        said["calls"], [[len(data), round(alpha, 4), size]], "the calls of the model: data, alpha and T", code="calls"
    )
    near = (medians[1] - start["locs"]).abs().max()
    expect.that(
        float(near) < 1.5, "After a few steps the medians are far from the start that fit was given.", code="at"
    )

    best = mean_log_density(data, *truth)
    for attempt in tries:
        with attempt as seed:
            call = (FITTED, (name, data, alpha, size, start))
            found = student.call(*call, stochastic=True, seed=seed, limit=60)
            (betas, locs, scales), _ = medians_and_losses(found, size)
            inside = bool(((betas > 0) & (betas < 1)).all() and (scales > 0).all())
            expect.that(inside, "A share is not between 0 and 1, or a scale not positive.", code="constrained")
            short = best - mean_log_density(data, pieces_of(betas), locs, scales)
            expect.that(
                short <= 0.06,
                f"The mean log density of the data is {short:.3f} below that under the mixture that made them.",
                look="From which start is trained, for how long, and are these the medians after training?",
                code="far" if short > 0.6 else "near",
            )


def weights_and_shares(variant) -> list[tuple[torch.Tensor, float]]:
    """Weights in no order, a small one and 0 in front, and shares, some of which a weight meets exactly."""
    cases = []
    for size in (variant.integer(4, 6), variant.integer(7, 9)):
        cut = torch.cat([variant.uniform(0.5, 1.0, size), variant.uniform(0.001, 0.03, 3), torch.zeros(1)])
        pieces = cut / cut.sum()
        order = torch.tensor([size + 3, size, *range(1, size), size + 1, 0, size + 2])
        cases += [(pieces[order], 0.04), (pieces[order], 0.0001)]
    return [*cases, (torch.tensor([0.125, 0.5, 0.25, 0.125]), 0.125), (torch.tensor([1.0]), 0.3)]


def test_groups_counted(student, variant):
    """how_many: hidden weights in no order, some of them 0, and shares that a weight meets exactly."""
    cases = weights_and_shares(variant)
    got = [student.call("how_many", case) for case in cases]
    for (pieces, share), number in zip(cases, got, strict=True):
        wanted = sum(weight >= share for weight in pieces.tolist())
        expect.equal(number, wanted, f"how_many of {len(pieces)} weights, share {share}", code="number")


def test_pairs_together(student, variant):
    """together: hidden mixtures, the same with the groups in another order, one point, and points far away."""
    cases = []
    for n, size in ((variant.integer(4, 6), 3), (variant.integer(4, 6), 5), (1, 2)):
        pieces = variant.uniform(0.2, 1.0, size)
        parts = (pieces / pieces.sum(), variant.normal(0.0, 1.5, size), variant.uniform(0.5, 1.5, size))
        order = torch.argsort(variant.uniform(0.0, 1.0, size))
        x = variant.normal(0.0, 2.0, n)
        cases += [(x, *parts), (x, *(part[order] for part in parts))]
    cases.append((torch.tensor([-60.0, 0.3, 75.0]), *cases[0][1:]))
    got = [student.call("together", case) for case in cases]
    for (x, pieces, locs, scales), pairs in zip(cases, got, strict=True):
        each = pieces.double().log() + Normal(locs.double(), scales.double()).log_prob(x.double()[:, None])
        r = each.softmax(-1)
        wanted = (r @ r.T).fill_diagonal_(1.0)
        far = bool((x.abs() > 50).any())
        what = f"the pairs of {len(x)} points{', some of them far away,' if far else ''} under {len(pieces)} groups"
        expect.close(pairs, wanted, what, rtol=1e-3, code="far" if far else f"pairs{min(len(x), 2)}")
