"""Hidden graders of step_19, the loss curve: its values one by one, its picture, and the verdict on hidden curves."""

import math

from autograder import expect, probes

MODEL, POINT, NORMAL = (probes.Prop("step_19", name) for name in ("model", "point_guide", "normal_guide"))
STALE, TWO_FIGURES = probes.Prop("step_19", "stale"), probes.Prop("step_19", "two_figures")
PLOT = probes.Name("plot_losses")


def test_fit_losses(both, variant):
    """Trainings of a guide without chance, on other data: the losses one by one, and the param store afterwards."""
    first, second = variant.normal(3.0, 1.5, 7), variant.normal(-2.0, 1.5, 11)
    steps = [
        probes.call(STALE, fresh=True),
        probes.call("fit_with_losses", (MODEL, POINT, first), {"lr": 0.1, "steps": 9, "seed": 3}),
        probes.params(),
        probes.call("fit_with_losses", (MODEL, POINT, second, 0.3, 5, 1)),
        probes.call("fit_with_losses", (MODEL, POINT, first), {"lr": 0.05}),  # long enough to come to rest
        probes.call("fit_with_losses", (MODEL, POINT, second), {"steps": 6}),
    ]
    got, want = both.sequence(*steps, limit=20)

    titles = {1: "lr=0.1 and steps=9", 3: "lr=0.3 and steps=5", 4: "lr=0.05 and the default steps", 5: "the default lr"}
    for at, title in titles.items():
        what = f"what fit_with_losses returned with {title}"
        expect.floats(got[at], what, len(want[at]), code=f"losses {at}")
        expect.close(got[at], want[at], what, rtol=1e-3, atol=1e-3, code=f"losses {at}")
    store = got[2]
    expect.fitted("fit_with_losses", store, guide=("place",))
    expect.close(store["place"].value, want[2]["place"].value, "the guide's parameter after the training", rtol=1e-3)


def test_fit_seed(student, variant):
    """Trainings of a guide with chance: a seed twice, other seeds, the default seed, and one step against the next."""
    data, seed = variant.normal(3.0, 1.5, 7), variant.integer(1, 1000)
    # The learning rate is next to nothing, so that all steps have the same parameters, and other draws.
    settings = {"lr": 1e-9, "steps": 8}
    asked = [settings | {"seed": number} for number in (seed, seed, seed + 1, 0)] + [settings]
    steps = [probes.call("fit_with_losses", (MODEL, NORMAL, data), kwargs, stochastic=True) for kwargs in asked]
    one, again, other, zero, default = student.sequence(*steps)

    for losses in (one, again, other, zero, default):
        expect.floats(losses, "what fit_with_losses returned with steps=8", 8, code="loss")
    expect.close(again, one, "the list of a second call with the same seed", code="same seed")
    expect.differ(other, one, "The list of losses for two different seeds", code="two seeds")
    expect.differ(one[1:], one[:-1], "The loss of one step and of the next, with fresh draws in each,", code="steps")
    expect.close(default, zero, "the list of a call without a seed, next to one with seed=0,", code="default seed")


def curve_of(plot, label):
    """The line with this label in the only axes of a plot, or None."""
    expect.that(
        len(plot.axes) == 1,
        "plot_losses should leave a figure with exactly one pair of axes, and return these.",
        code="axes",
    )
    lines = [line for line in plot.axes[0].lines if line.label == label]
    return lines[0] if lines else None


def test_plot_curve(student, variant):
    """The pictures of two loss curves: their labels, the losses in them, and whether each has its own figure."""
    curves = [variant.normal(90.0, 9.0, 33).tolist(), variant.normal(-20.0, 5.0, 47).tolist()]
    plots = [student.plot("plot_losses", (curve,)) for curve in curves]
    facts = student.call(TWO_FIGURES, (PLOT, *curves))

    expect.dictionary(facts, "the table of facts about the figures", ["axes", "returned", "apart"])
    expect.that(facts["axes"] is True, "What plot_losses returned is not the Axes of its figure.", code="returned")
    for plot, curve in zip(plots, curves, strict=True):
        line = curve_of(plot, "loss")
        axes = plot.axes[0]
        expect.equal(axes.xlabel, "step", "the label of the x axis", code="xlabel")
        expect.equal(axes.ylabel, "negative ELBO", "the label of the y axis", code="ylabel")
        expect.that(line is not None, "There is no line with the label 'loss'.", code="no loss")
        expect.close(line.y, curve, "the line of the losses", rtol=1e-3, code="loss y")
        expect.close(
            line.x, list(range(len(curve))), "where the losses stand, i.e. the x of their line,", code="loss x"
        )
        expect.that("loss" in axes.legend, "The picture has no legend that names the losses.", code="legend")
    expect.that(facts["apart"] is True, "A second call of plot_losses drew into the figure of the first.", code="apart")


def test_plot_means(student, variant):
    """The running means in five pictures: their values, where they stand, and lists that are too short for them."""
    long, short = variant.normal(90.0, 9.0, 57).tolist(), variant.normal(-20.0, 5.0, 13).tolist()
    cases = [(long, 20, {}), (long, 7, {"window": 7}), (short, 13, {"window": 13}), (short, 4, {"window": 4})]
    plots = [student.plot("plot_losses", (losses,), kwargs) for losses, _, kwargs in cases]
    too_short = student.plot("plot_losses", (short,))

    for plot, (losses, window, _) in zip(plots, cases, strict=True):
        line = curve_of(plot, f"mean of {window}")
        case = f"{len(losses)} losses and the window {window}"
        expect.that(line is not None, f"There is no line 'mean of {window}' for {case}.", code=f"no mean {case}")
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        expect.length(line.y, len(means), f"the line of the means for {case}", code=f"means length {case}")
        expect.close(line.y, means, f"the line of the means for {case}", rtol=1e-3, code=f"means y {case}")
        expect.close(line.x, list(ends), f"where the means stand for {case}, i.e. the x of their line,", code="means x")
    left_out = all(not line.label.startswith("mean of") for axes in too_short.axes for line in axes.lines)
    expect.that(left_out, "There is a line of means although there are fewer losses than the window.", code="too short")


def noise(variant, size, equal_end=False):
    """Noise with the mean 0 and the variance 1 exactly; with ``equal_end`` its last two values are the same."""
    values = variant.normal(0.0, 1.0, size).double()
    if equal_end:
        values[-1] = values[-2]
    values = values - values.mean()
    return values / values.std()


def ending(variant, z, *, window=50, level=90.0, sds=(1.0, 1.0), equal_end=False):
    """Two windows whose means differ by z times the noise of that difference; a fall is positive."""
    gap = z * math.sqrt((sds[0] ** 2 + sds[1] ** 2) / window)
    before = level + gap + sds[0] * noise(variant, window)
    return before.tolist() + (level + sds[1] * noise(variant, window, equal_end)).tolist()


def steep(variant, size, start=400.0, end=92.0):
    """The first part of a training: a curve that falls from start to end, with noise."""
    jitter = noise(variant, size).tolist()
    return [end + (start - end) * math.exp(-5.0 * k / size) + 2.0 * jitter[k] for k in range(size)]


def test_verdict_curves(student, variant):
    """The verdict on noisy curves of many shapes: falling, flat, rising, of other sizes, and with other windows."""
    plateau = steep(variant, 120) + ending(variant, 0.7, sds=(3.0, 3.0))
    falling = steep(variant, 120) + ending(variant, 6.0, equal_end=True)
    late_arrival = [400.0 - 3.0 * k for k in range(103)] + [90.0] * 5 + ending(variant, 0.8, window=20)
    down_again = [120.0 + value for value in noise(variant, 160).tolist()]
    down_again += [120.0 - 0.8 * k + value for k, value in enumerate(noise(variant, 100).tolist())]
    up = steep(variant, 120) + ending(variant, -6.0)
    cases = {
        "a noisy plateau": (plateau, None, True),
        "a curve that falls and whose last two losses are equal": (falling, None, False),
        "a curve that falls more slowly than its noise": (steep(variant, 150) + ending(variant, 3.2), None, False),
        "a curve that has fallen, and rises now": (up, None, False),
        "a curve that was flat, and falls again": (down_again, None, False),
        "a long fall, and a plateau at its end": (steep(variant, 400) + ending(variant, -0.4), None, True),
        "a short training that has arrived": (steep(variant, 20) + ending(variant, 0.2), None, True),
        "two windows that differ by a little noise": (steep(variant, 90) + ending(variant, 1.65), None, True),
        "two windows of unequal noise": (steep(variant, 90) + ending(variant, 2.6, sds=(1.0, 4.0)), None, False),
        "unequal noise, the other way round": (steep(variant, 90) + ending(variant, 1.5, sds=(5.0, 1.0)), None, True),
        "noise that has grown": (steep(variant, 90) + ending(variant, 1.7, sds=(1.0, 4.0)), None, True),
        "a late arrival, with a small window": (late_arrival, 20, True),
        "a late arrival, with a large window": (late_arrival, 70, False),
        "a falling curve with a constant added": ([loss + 5000.0 for loss in falling], None, False),
        "a falling curve in small units": ([loss * 0.001 for loss in falling], None, False),
        "a plateau in large units, below zero": ([loss * 1000.0 - 900000.0 for loss in plateau], None, True),
    }
    asked = [
        probes.call("has_converged", (losses,), {} if window is None else {"window": window})
        for losses, window, _ in cases.values()
    ]
    answers = student.sequence(*asked)

    for (title, (_, _, verdict)), answer in zip(cases.items(), answers, strict=True):
        expect.equal(answer, verdict, f"has_converged for {title}", code=title)


def test_verdict_limits(student, variant):
    """The verdict at the limits: lists that are too short or just long enough, losses that are not finite."""
    # The last two losses are equal: here nobody is to be caught who looks at these only.
    flat = ending(variant, 0.3, equal_end=True)
    long = ending(variant, 0.2, window=100) + ending(variant, 0.3)

    def with_loss(value, at):
        return [value if k == at else loss for k, loss in enumerate(long)]

    cases = {
        "a plateau that ends with nan": (with_loss(math.nan, len(long) - 1), None, False),
        "a plateau with nan in its last window": (with_loss(math.nan, len(long) - 20), None, False),
        "a plateau with an early nan": (with_loss(math.nan, 5), None, False),
        "a plateau with an early inf": (with_loss(math.inf, 5), None, False),
        "a plateau with -inf in the middle": (with_loss(-math.inf, len(long) // 2), None, False),
        "nothing but nan": ([math.nan] * 120, None, False),
        "no losses at all": ([], None, False),
        "a plateau with one loss too few": (flat[:-1], None, False),
        "a plateau that is just long enough": (flat, None, True),
        "a plateau too short for the window": (flat, 51, False),
        "a short plateau and a small window": (ending(variant, 0.1, window=10, equal_end=True), 10, True),
        "a curve that is exactly constant": ([4.0] * 100, None, True),
    }
    asked = [
        probes.call("has_converged", (losses,), {} if window is None else {"window": window})
        for losses, window, _ in cases.values()
    ]
    answers = student.sequence(*asked)

    for (title, (_, _, verdict)), answer in zip(cases.items(), answers, strict=True):
        expect.equal(answer, verdict, f"has_converged for {title}", code=title)
