"""Hidden graders of step_18, local optima: starts by chance, the loss for a seed, the best seed, an ordered answer."""

import math

import torch
from torch.distributions import constraints, transform_to

from autograder import expect, probes

STARTS = probes.Prop("step_18", "starts")
GIVEN = probes.Prop("step_18", "given")
STARTS_IN_A_ROW = probes.Prop("step_18", "starts_in_a_row")
INIT = probes.Name("init_loc_fn")
K = 3  # captains, in all tasks but the first
SIMPLEX = transform_to(constraints.simplex)  # of the two that torch has, the one that the param store uses


def mixture_data(variant) -> torch.Tensor:
    """Minutes of 50 to 70 days, of three captains as far apart as the notebook's, at other places."""
    n = variant.integer(50, 70)
    early, steps = variant.uniform(-40.0, 20.0), variant.uniform(8.0, 13.0, 2)
    locs = torch.cat([torch.tensor([early]), early + steps.cumsum(0)])
    shares = torch.tensor([variant.uniform(0.4, 0.5), variant.uniform(0.25, 0.3)])
    place = variant.uniform(0.0, 1.0, n).argsort().argsort()[:, None]
    captain = (place >= (shares.cumsum(0) * n).round()).sum(-1)
    return locs[captain] + variant.normal(0.0, variant.uniform(1.6, 2.4), n)


def short_data(variant) -> tuple[torch.Tensor, torch.Tensor]:
    """Minutes of a few days, and of three days."""
    return variant.normal(0.0, 6.0, 11), variant.normal(5.0, 6.0, 3)


def some_seeds(variant, n: int) -> list[int]:
    """Different seeds in no order, all larger than the length of their list."""
    first, step = variant.integer(50, 500), variant.integer(3, 9)
    return [first + step * ((7 * place) % n) for place in range(n)]


# --- what the text describes, computed here ----------------------------------------------------------------------


def log_prior(values) -> torch.Tensor:
    """The log prior density of S points: weights [S, K], scale [S], locs [S, K]; gives [S]."""
    weights, scale, locs = values["weights"], values["scale"], values["locs"]
    k = weights.shape[-1]
    of_weights = math.lgamma(2 * k) + weights.log().sum(-1)  # Dirichlet(2, ..., 2)
    of_scale = -scale.log() - math.log(2.0) - math.log(2 * math.pi) / 2 - scale.log() ** 2 / 8
    return of_weights + of_scale - (locs**2).sum(-1) / 200 - k * (math.log(10.0) + math.log(2 * math.pi) / 2)


def log_terms(values, data: torch.Tensor) -> torch.Tensor:
    """The log of weight times density, for S points, data [N] and K captains: [S, N, K]."""
    scale = values["scale"][:, None, None]
    z = (data[:, None] - values["locs"][:, None, :]) / scale
    return values["weights"].log()[:, None, :] - z**2 / 2 - scale.log() - math.log(2 * math.pi) / 2


def losses_at(values, data: torch.Tensor) -> torch.Tensor:
    """Minus the log joint density at S points, with the assignment summed out: [S]."""
    return -log_prior(values) - log_terms(values, data).logsumexp(-1).sum(-1)


def losses_if_drawn(values, data: torch.Tensor) -> torch.Tensor:
    """Minus the log joint density at one point, for each of the ways to give the days captains."""
    captains = torch.cartesian_prod(*[torch.arange(K)] * len(data))
    return -log_prior(values) - log_terms(values, data)[0, torch.arange(len(data)), captains].sum(-1)


def trained(start, data: torch.Tensor, steps: int) -> dict[str, torch.Tensor]:
    """Where S starts have come to after some steps of Adam with the learning rate 0.3, in the free space."""
    if not steps:
        return start
    free = [SIMPLEX.inv(start["weights"]), start["scale"].log(), start["locs"]]
    free = [values.clone().requires_grad_() for values in free]
    optimiser = torch.optim.Adam(free, lr=0.3)

    def values() -> dict[str, torch.Tensor]:
        return {"weights": SIMPLEX(free[0]), "scale": free[1].exp(), "locs": free[2]}

    for _ in range(steps):
        optimiser.zero_grad()
        losses_at(values(), data).sum().backward()
        optimiser.step()
    return {name: value.detach() for name, value in values().items()}


def checked_start(found, n: int, k: int = K) -> dict[str, torch.Tensor]:
    """What STARTS answered, in double precision, once it is known to be n starts for k captains."""
    shapes = {"weights": (n, k), "scale": (n,), "locs": (n, k)}
    expect.dictionary(found, "the table of starts", shapes, code="starts")
    for name, shape in shapes.items():
        expect.shape(found[name], shape, f"the start of {name}, for {n} seeds,", code=f"shape {name}")
    start = {name: torch.as_tensor(found[name]).double() for name in shapes}
    positive = bool((start["weights"] > 0).all() and (start["scale"] > 0).all())
    finite = all(bool(value.isfinite().all()) for value in start.values())
    expect.that(positive and finite, "A start that init_loc_fn gives is not finite, or not positive where it must be.")
    return start


# --- task 1 ------------------------------------------------------------------------------------------------------


def test_start_values(student, variant):
    """The values that a guide starts from by your init_loc_fn: other data, three captains, and more."""
    cases = [(mixture_data(variant), 3), (variant.normal(5.0, 3.0, 12), 5), (variant.normal(-9.0, 2.0, 9), 4)]
    seeds = some_seeds(variant, 24)
    asked = [student.call(STARTS, (INIT, data, k, seeds), stochastic=True) for data, k in cases]

    given = [student.call(GIVEN, (INIT, data, k), stochastic=True) for data, k in cases]

    starts = [checked_start(found, len(seeds), k) for found, (_, k) in zip(asked, cases, strict=True)]
    scales = [start["scale"][0] for start in starts]
    what = "The start of the scale is the same whatever the data that init_loc_fn is given."
    expect.that(not torch.isclose(scales[0], scales[1]), what, code="other data")
    for (data, k), start, values in zip(cases, starts, given, strict=True):
        case = f"for {k} captains and {len(data)} days"
        expect.close(values["weights"], [1.0 / k] * k, f"the start of the weights {case}", code="weights")
        expect.close(start["scale"], (data.std() / 2).expand(24), f"the start of the scale {case}", code="scale")
        locs = start["locs"]
        apart = (locs[:, :, None] - locs[:, None, :]).abs() > 1e-5
        expect.that(bool(apart.any()), f"All captains start at the same place, {case}.", code="same place")
        is_day = ((locs[..., None] - data.double()).abs() < 1e-4).any(-1)
        fixed = " always the same" if bool((locs == locs[0]).all()) else ""
        message = f"Some locs of a start {case} are the data of no day."
        expect.that(bool(is_day.all()), message, code=f"no day{fixed}")
        twice = bool((apart.sum((1, 2)) < k * (k - 1)).any())
        expect.that(not twice, f"Some start {case} has the same day twice.", code="twice")


def test_start_random(student, variant):
    """150 starts in a row: whether they differ, and whether each day, and each two days together, come up in some."""
    days, n = variant.normal(0.0, 6.0, 8), 150
    found = student.call(STARTS_IN_A_ROW, (INIT, days, K, n), stochastic=True, limit=20)

    expect.shape(found, (n, K), f"the locs of {n} starts, stacked,")
    if bool((found == found[0]).all()):
        at_the_front = bool((found[0].sort().values - days[:K].sort().values).abs().max() < 1e-4)
        message = f"{n} starts in a row, and the locs are the same in all of them."
        expect.that(False, message, code="front" if at_the_front else "always the same")
    with_day = ((found[..., None] - days).abs() < 1e-4).any(1).double()  # [n, days]
    together = with_day.T @ with_day
    never = int((together.diagonal() == 0).sum())
    message = f"In {n} starts from {len(days)} days, {never} of the days never came up."
    expect.that(never == 0, message, code="no day ever" if never == len(days) else "some days never")
    message = f"In {n} starts from {len(days)} days, some two days never came up together."
    expect.that(bool((together > 0).all()), message, look="Is every set of days equally probable?", code="pairs")


# --- task 2 ------------------------------------------------------------------------------------------------------


FAULTS = {
    "stale": "loss_for_seed gives the same loss for five seeds in a row, and another one from an empty param store.",
    "one for all": "loss_for_seed gives the same loss for five seeds in a row.",
    "not repeated": "loss_for_seed with the same seed, data and steps returned another number, asked again later.",
    "other data": "The loss is the same for other data.",
    "sign": "The losses have the wrong sign.",
    "untrained": "The losses are those of the starts, although some steps were asked for.",
}


class Runs:
    """What loss_for_seed gives for five seeds, for two of them once more, from an empty store, and for other data."""

    def __init__(self, student, variant, steps: int) -> None:
        self.data, other, self.three, self.steps = mixture_data(variant), *short_data(variant), steps
        seeds = some_seeds(variant, 5)

        def starts(data: torch.Tensor, seeds: list[int]):
            return student.call(STARTS, (INIT, data, K, seeds), stochastic=True)

        def ask(seed: int, data: torch.Tensor, steps: int = steps, fresh: bool = False):
            kwargs = {"steps": steps} if steps else {}
            return probes.call("loss_for_seed", (seed, data), kwargs, fresh=fresh, stochastic=True)

        found, of_three = starts(self.data, seeds), starts(self.three, seeds[:1])
        calls = [ask(seed, self.data) for seed in [*seeds, *seeds[:2]]]
        calls += [ask(seeds[4], self.data, fresh=True), ask(seeds[0], other), ask(seeds[0], self.three, 0)]
        answers = student.sequence(*calls, limit=30)
        for answer in answers:
            expect.number(answer, "what loss_for_seed returned")
        numbers = [float(answer) for answer in answers]
        self.losses, self.again, (self.fresh, self.other, self.of_three) = numbers[:5], numbers[5:7], numbers[7:]
        self.start, self.start_of_three = checked_start(found, 5), checked_start(of_three, 1)

    def wanted(self, steps: int) -> torch.Tensor:
        data = self.data.double()
        return losses_at(trained(self.start, data, steps), data)

    def check(self) -> None:
        """The losses are those that the text describes; the code tells in which way they are not."""
        want = self.wanted(self.steps)
        got = [*self.losses, *self.again, self.fresh]
        if not near(got, want[[0, 1, 2, 3, 4, 0, 1, 4]]):
            code = self.fault(want)
            expect.that(False, FAULTS.get(code, "The losses are not those that the text describes."), code=code)

    def fault(self, want: torch.Tensor) -> str:
        """In which way the losses are not those of the text: a word for diagnosis."""
        if near(self.losses, [self.losses[0]] * 5):
            return "stale" if near([self.fresh], want[4:]) else "one for all"
        if not near(self.again, self.losses[:2]):
            return "not repeated"
        if near([self.other], self.losses[:1]):
            return "other data"
        if near([-loss for loss in self.losses], want):
            return "sign"
        drawn = losses_if_drawn(self.start_of_three, self.three.double())
        if bool(((drawn - self.of_three).abs() < 2e-3).any()):
            return "assignment drawn"
        for word, steps in (("untrained", 0), ("one step less", self.steps - 1), ("one step more", self.steps + 1)):
            if steps >= 0 and near(self.losses, self.wanted(steps)):
                return word
        return "others"


def near(got: list[float], want: torch.Tensor | list[float]) -> bool:
    """Whether losses are equal, but for the rounding of single precision."""
    return torch.allclose(torch.tensor(got).double(), torch.as_tensor(want).double(), rtol=2e-4, atol=1e-2)


def test_loss_start(student, variant):
    """The losses of five starts by seed, on other data, in a row and again: their values, held against the starts."""
    Runs(student, variant, 0).check()


def test_loss_trained(student, variant):
    """The losses of five seeds after some steps of training, on other data, in a row and again: their values."""
    Runs(student, variant, variant.integer(9, 14)).check()


# --- task 3 ------------------------------------------------------------------------------------------------------


def test_best(student, variant):
    """The seeds that best_seed picks from several lists, for other data, by the start and after some steps."""
    data, seeds, steps = mixture_data(variant), some_seeds(variant, 16), variant.integer(8, 12)
    found = student.call(STARTS, (INIT, data, K, seeds), stochastic=True, limit=20)
    start = checked_start(found, len(seeds))
    exact = data.double()
    losses = {count: losses_at(trained(start, exact, count), exact) for count in (0, 1, steps)}
    questions = [(0, by_start(losses[0])), (steps, by_end(losses[0], losses[steps]))]
    questions += [(0, by_end(losses[1], losses[0])), (steps, [13, 5, 10, 0, 7])]
    calls = [
        probes.call("best_seed", ([seeds[k] for k in places], data), {"steps": count} if count else {}, stochastic=True)
        for count, places in questions
    ]
    answers = student.sequence(*calls, limit=30)

    for (count, places), answer in zip(questions, answers, strict=True):
        case = f"of {len(places)} seeds, by their losses after {count} steps"
        expect.number(answer, "what best_seed returned", code="number")
        among = [place for place in places if seeds[place] == answer]
        message = f"best_seed returned {float(answer):g}, which is none of the seeds."
        expect.that(bool(among), message, code="position" if answer in range(len(places)) else "no seed")
        mine, all_of_them = losses[count][among[0]], losses[count][places]
        worst = bool(mine >= all_of_them.max() - 0.02) and count == 0
        message = f"best_seed did not return the best {case}."
        expect.that(
            bool(mine <= all_of_them.min() + 0.02), message, code=f"{'worst' if worst else 'other'} {count > 0}"
        )


def by_start(losses: torch.Tensor) -> list[int]:
    """Five places, the best of them in the middle, the worst beside it."""
    order = losses.argsort().tolist()
    return [order[5], order[-1], order[0], order[8], order[3]]


def by_end(first: torch.Tensor, last: torch.Tensor) -> list[int]:
    """Four places whose best at the end is not the best at the start, where there are such."""
    ahead = first[:, None] + 0.05 < first  # [a, b]: a starts better than b ...
    behind = (last[:, None] - last) * ahead  # ... and ends worse by this much
    a, b = divmod(int(behind.argmax()), len(first))
    worse = [place for place in last.argsort(descending=True).tolist() if place not in (a, b) and last[place] > last[b]]
    return [*worse[:1], a, b, *worse[1:2]] if a != b else list(range(4))


# --- task 4 ------------------------------------------------------------------------------------------------------


class Refits:
    """What refit gives for three seeds whose captains end in no order, for the first once more, and what it should."""

    def __init__(self, student, variant, default: bool = False) -> None:
        self.data, seeds, self.steps = mixture_data(variant), some_seeds(variant, 24), variant.integer(12, 20)
        found = student.call(STARTS, (INIT, self.data, K, seeds), stochastic=True, limit=20)
        start = checked_start(found, len(seeds))
        places = out_of_order(trained(start, self.data.double(), self.steps))
        self.start = {name: value[places] for name, value in start.items()}

        def ask(at: int, kwargs: dict[str, int], fresh: bool = False):
            return probes.call("refit", (seeds[places[at]], self.data), kwargs, fresh=fresh, stochastic=True)

        steps = {"steps": self.steps}
        calls = [ask(0, steps), ask(1, steps), ask(2, steps), ask(0, steps), ask(0, steps, fresh=True)]
        answers = student.sequence(*calls, *([ask(1, {})] if default else []), limit=30)
        for answer in answers:
            expect.dictionary(answer, "what refit returned", ["weights", "scale", "locs"])
            for name, shape in (("weights", (K,)), ("scale", ()), ("locs", (K,))):
                expect.shape(answer[name], shape, f"the value of {name} that refit returned", code=name)
        stacked = {name: torch.stack([torch.as_tensor(a[name]).double() for a in answers]) for name in self.start}
        self.got = {name: value[:3] for name, value in stacked.items()}
        self.again, self.fresh, *self.default = stacked["locs"][3:].sort(-1).values

    def wanted(self, steps: int) -> dict[str, torch.Tensor]:
        return trained(self.start, self.data.double(), steps)

    def agree_with(self, want: dict[str, torch.Tensor]) -> bool:
        """Whether the values are these, whatever their order."""
        mine, theirs = ([one["weights"].sort(-1), one["locs"].sort(-1)] for one in (self.got, want))
        alike = all(close(a.values, b.values) for a, b in zip(mine, theirs, strict=True))
        return alike and close(self.got["scale"], want["scale"])

    def fault(self) -> str:
        """In which way the values are not those of the text: a word for diagnosis."""
        if not close(self.again, self.got["locs"][0].sort().values):
            right = close(self.fresh, self.wanted(self.steps)["locs"][0].sort().values)
            return "goes on" if right else "not repeated"
        return "untrained" if self.agree_with(self.start) else "others"


def close(got: torch.Tensor, want: torch.Tensor) -> bool:
    """Whether values of a fit are equal, but for the rounding of single precision over some steps."""
    return torch.allclose(got, want, rtol=2e-5, atol=1e-3)


def out_of_order(values) -> list[int]:
    """Three places where the captains stand well apart and in no order, the first of them in a cycle of three."""
    locs, weights = values["locs"].sort(-1), values["weights"].sort(-1).values
    gap = torch.minimum((locs.values.diff(dim=-1) / 2.0).amin(-1), weights.diff(dim=-1).amin(-1) * 50.0)
    inverse = locs.indices.argsort(-1)
    cycle = (inverse != locs.indices).any(-1)
    mixed = (locs.indices != torch.arange(K)).any(-1)
    return (gap.clamp(max=1.0) + 2.0 * cycle + 1.0 * mixed).argsort(descending=True)[:3].tolist()


def test_refit_fit(student, variant):
    """The values of three fits, each from the start of its seed, on other data; their order does not count here."""
    fits = Refits(student, variant, default=True)
    message = "The weights, scale and locs are not those that the training of the text leads to, from the seed's start."
    look = "Is the start that of loss_for_seed? Is it trained in the same way, in exactly as many steps as asked for?"
    expect.that(fits.agree_with(fits.wanted(fits.steps)), message, look=look, code=fits.fault())
    same = close(fits.again, fits.got["locs"][0].sort().values)
    expect.that(same, "refit with the same seed gave another answer, asked again later.", look=look, code="goes on")
    at_rest = close(fits.default[0], fits.wanted(80)["locs"][1].sort().values)
    expect.that(at_rest, "refit without steps is not the fit of the default number of steps.", code="default steps")


def test_refit_order(student, variant):
    """Three fits whose captains do not end in order: whether the locs ascend, and each captain has his own weight."""
    fits = Refits(student, variant)
    got, want = fits.got, fits.wanted(fits.steps)
    if not fits.agree_with(want):
        message = "The values are not those of the fit, so that there is nothing whose order could count."
        expect.that(False, message, code=f"values {fits.fault()}")
    ascending = bool((got["locs"].diff(dim=-1) >= 0).all())
    raw = close(got["locs"], want["locs"])
    expect.that(ascending, "The locs that refit returned are not in ascending order.", code=f"locs {raw}")
    order = want["locs"].argsort(-1)
    faults = {
        "as they were": want["weights"],
        "sorted alone": want["weights"].sort(-1).values,
        "moved back": want["weights"].gather(-1, order.argsort(-1)),
    }
    fault = next((word for word, weights in faults.items() if close(got["weights"], weights)), "others")
    own = close(got["weights"], want["weights"].gather(-1, order))
    expect.that(own, "The locs are in order, but some captain has the weight of another one.", code=f"weights {fault}")
