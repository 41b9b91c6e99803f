"""Curves: densities beside one another, and the losses of a fit."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import torch

from autograder.show.picture import INK, LINE, Picture

# Each stands out from the light and from the dark ground (3:1); the dashes tell the curves apart without colour.
COLOURS = ("#2f7ab8", "#bd5318", "#23834b", "#a04fb0", "#8a6d1f", "#b8426b")
_DASHES = ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2)), (0, (1, 3)))
_INK, _LINE = "#010203", "#040506"  # stand for the colours of the theme until the picture is written
_DRAWS = 4000


def densities(curves: Mapping[str, Any], xlabel: str = "value") -> Picture:
    """Densities on one axis, such as the prior, the posterior and a guide.

    Args:
        curves: label to a scalar distribution (batch and event shape []), or to samples, a tensor [n].
        xlabel: what is on the axis.
    """
    if not 1 <= len(curves) <= len(COLOURS):
        raise ValueError(f"show.densities takes 1 to {len(COLOURS)} curves, and these are {len(curves)}.")
    figure, axes = _figure()
    lines = []
    drawn = {label: _draws(label, item) for label, item in curves.items()}
    spread = [_spread(draws) for draws in drawn.values()]
    low, high = min(low for low, _ in spread), max(high for _, high in spread)
    for (label, item), colour, dashes in zip(curves.items(), COLOURS, _DASHES, strict=False):
        draws = drawn[label]
        style = {"color": colour, "linestyle": dashes, "label": label, "linewidth": 1.8}
        if not isinstance(item, torch.Tensor):
            _curve(axes, item, low, high, style)
        else:
            bars = {"bins": _bins(draws), "density": True, "color": colour}
            axes.hist(draws.numpy(), histtype="stepfilled", alpha=0.25, **bars)
            axes.hist(draws.numpy(), histtype="step", label=label, linewidth=1.4, **bars)
        what = f"{len(item)} samples" if isinstance(item, torch.Tensor) else type(_base(item)).__name__
        lines.append(f"{label}: {what}, {_where(item)}.")
    axes.set(xlabel=xlabel, ylabel="density", ylim=(0, None))
    axes.legend(frameon=False, labelcolor=_INK)
    return _picture(figure, "\n".join(["Densities.", *lines]))


def losses(losses: Iterable[Any]) -> Picture:
    """The losses of a fit, step by step, with their running mean. The ELBO is the loss with the other sign.

    Args:
        losses: numbers, or a tensor [steps].
    """
    steps = torch.as_tensor([float(loss) for loss in losses], dtype=torch.float64)
    if not len(steps):
        raise ValueError("show.losses takes the losses of a fit, and there are none.")
    finite = steps[torch.isfinite(steps)]
    figure, axes = _figure()
    axes.plot(steps.numpy(), color=COLOURS[0], linewidth=0.9, label="loss")
    window = max(1, len(steps) // 20)
    if window > 1 and len(finite) == len(steps):
        mean = steps.unfold(0, window, 1).mean(-1)
        axes.plot(torch.arange(len(mean)).numpy() + (window - 1) / 2, mean.numpy(), color=COLOURS[1], linewidth=2.2,
                  label=f"mean of {window} steps")  # fmt: skip
        axes.legend(frameon=False, labelcolor=_INK)
    axes.set(xlabel="step", ylabel="loss = -ELBO")
    tenth = max(1, len(steps) // 10)
    said = f"Losses of {len(steps)} steps: mean of the first tenth {_short(steps[:tenth])}, of the last tenth "
    said += f"{_short(steps[-tenth:])}"
    if len(finite):
        said += f"; lowest {float(finite.min()):.4g}"
    if len(finite) < len(steps):
        first = int((~torch.isfinite(steps)).nonzero()[0])
        said += f"; {len(steps) - len(finite)} of them are not finite, first at step {first}"
    return _picture(figure, said + ".")


def _short(values: torch.Tensor) -> str:
    return f"{float(values.mean()):.4g}"


def _base(item: Any) -> Any:
    while type(item).__name__ in ("Independent", "ExpandedDistribution", "MaskedDistribution"):
        item = item.base_dist
    return item


def _draws(label: str, item: Any) -> torch.Tensor:
    """Samples [n]: those given, or enough of a distribution to know where it lies."""
    if isinstance(item, torch.Tensor):
        draws = item.detach().double()
        if draws.dim() != 1 or not len(draws) or not bool(torch.isfinite(draws).all()):
            raise ValueError(f"'{label}' is a tensor {list(item.shape)}; samples are finite numbers in a tensor [n].")
        return draws
    if not hasattr(item, "log_prob") or not hasattr(item, "batch_shape"):
        raise TypeError(f"'{label}' is {type(item).__name__}; a curve is a distribution or a tensor of samples.")
    if tuple(item.batch_shape) or tuple(item.event_shape):
        shapes = f"batch shape {list(item.batch_shape)} and event shape {list(item.event_shape)}"
        raise ValueError(f"'{label}' has {shapes}; a curve is a distribution of a single number.")
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(0)
        return item.sample(torch.Size([_DRAWS])).double()


def _where(item: Any) -> str:
    """Mean and standard deviation in words."""
    try:
        if isinstance(item, torch.Tensor):
            mean, sd = float(item.double().mean()), float(item.double().std(correction=0))
        else:
            mean, sd = float(item.mean), float(item.stddev)
    except NotImplementedError:
        mean = sd = math.nan
    if not math.isfinite(mean) or not math.isfinite(sd):
        return "without a finite mean and standard deviation"
    return f"mean {mean:.4g}, standard deviation {sd:.4g}"


def _spread(draws: torch.Tensor) -> tuple[float, float]:
    """The range that a curve needs."""
    low, high = (float(draws.quantile(share)) for share in (0.01, 0.99))
    room = 0.25 * (high - low) or 0.5
    return low - room, high + room


def _bins(draws: torch.Tensor) -> int:
    return min(60, max(8, round(math.sqrt(len(draws)))))


def _curve(axes: Any, item: Any, low: float, high: float, style: Mapping[str, Any]) -> None:
    """A distribution's density, its probabilities as stems, or a line where all of it lies on one point."""
    if type(_base(item)).__name__ == "Delta":
        axes.axvline(float(item.sample()), **style)
        return
    discrete = bool(getattr(item.support, "is_discrete", False))
    at = torch.arange(math.ceil(low), math.floor(high) + 1.0) if discrete else torch.linspace(low, high, 600)
    with torch.no_grad():
        inside = item.support.check(at)
        density = torch.zeros_like(at)
        density[inside] = item.log_prob(at[inside]).exp().to(density.dtype)
        density[~torch.isfinite(density)] = math.nan  # at the ends of a support it may have a pole
    if discrete:
        at, density = at[inside], density[inside]
        axes.vlines(at.numpy(), 0, density.numpy(), color=style["color"], linewidth=1.2, alpha=0.7)
        axes.plot(at.numpy(), density.numpy(), "o", color=style["color"], markersize=4, label=style["label"])
    else:
        axes.plot(at.numpy(), density.numpy(), **style)


def _figure() -> tuple[Any, Any]:
    """A figure of its own: pyplot's open figures are the student's."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        figure = Figure(figsize=(6.0, 3.2), layout="constrained")
        axes = figure.add_subplot()
    axes.patch.set_visible(False)
    figure.patch.set_visible(False)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["bottom", "left"]].set_color(_LINE)
    axes.tick_params(color=_LINE, labelcolor=_INK)
    axes.xaxis.label.set_color(_INK)
    axes.yaxis.label.set_color(_INK)
    return figure, axes


def _picture(figure: Any, text: str) -> Picture:
    import matplotlib

    written = io.StringIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {"svg.fonttype": "none", "svg.hashsalt": "autograder", "path.simplify_threshold": 0.5}
        )
        figure.savefig(written, format="svg", metadata={"Date": None})
    source = written.getvalue()
    width, height = (float(size) for size in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', source)[0])
    body = source[source.index("<defs>") : source.rindex("</svg>")].replace(_INK, INK).replace(_LINE, LINE)
    return Picture(body, width, height, text)
