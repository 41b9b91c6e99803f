"""The kinds of answers: calls, plots and their facts."""

from __future__ import annotations

import math
from typing import Any

from autograder import probes
from autograder.probes.records import Line, Plot
from autograder.tests.probes.asked import one


def test_a_plot_is_told_by_its_facts():
    import matplotlib.pyplot as plt

    def draw(n: int) -> None:
        _, (left, right) = plt.subplots(1, 2)
        left.plot(range(n), [1.0] * n, label="flat")
        left.set(title="Left", xlabel="step", ylabel="loss")
        left.legend()
        right.plot([3.0])

    plt.figure().gca().plot([9.0])  # an older figure is no part of the answer
    plot = one(probes.plot("f", (3,)), f=draw)
    assert isinstance(plot, Plot)
    left, right = plot.axes
    assert (left.title, left.xlabel, left.ylabel, left.legend) == ("Left", "step", "loss", ["flat"])
    assert left.lines[0].label == "flat"
    assert (left.lines[0].x.tolist(), left.lines[0].y.tolist()) == ([0, 1, 2], [1, 1, 1])
    assert (right.title, right.legend, len(right.lines)) == ("", [], 1)


def test_a_plot_may_be_returned_as_axes_or_figure():
    from matplotlib.figure import Figure

    def by_axes() -> Any:
        ax = Figure().add_subplot()
        ax.set_title("mine")
        return ax

    for fn in (by_axes, lambda: by_axes().figure):
        assert [ax.title for ax in one(probes.plot("f"), f=fn).axes] == ["mine"]
    assert one(probes.plot("f"), f=lambda: None).axes == []


def test_a_gap_in_a_line_is_not_a_number():
    import matplotlib.pyplot as plt

    [axes] = one(probes.plot("f"), f=lambda: plt.plot([1.0, math.nan, 3.0])).axes
    assert isinstance(axes.lines[0], Line)
    assert axes.lines[0].y.isnan().tolist() == [False, True, False]
