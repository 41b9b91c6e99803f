"""Every state of a check, every outcome and every picture on one page, in light and dark: for people to look at.

``python -m autograder.tests.expect.gallery FOLDER`` writes ``gallery.html`` there.
"""

from __future__ import annotations

import contextlib
import html
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import matplotlib.pyplot as plt
import pyro.distributions as dist
import torch

from autograder import expect, show
from autograder.classroom.feedback import Line, overview
from autograder.expect import checks, written
from autograder.expect.mismatch import Mismatch
from autograder.expect.panel import Panel
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status
from autograder.show import figures, numbers
from autograder.show.picture import Picture, Shown
from autograder.tests.expect.test_ladder import LADDER
from autograder.tests.show.models import DATA, MODELS, crossing, pupils

# JupyterLab's own grounds and inks. In a page of its own an <img> follows the attribute as it does there.
_THEMES = {
    "light": 'data-jp-theme-light="true" style="background:#fff;color:#212121"',
    "dark": 'data-jp-theme-light="false" style="background:#111;color:#fff"',
}
_STYLE = """
body { margin: 0; display: grid; grid-template-columns: 1fr 1fr; font: 14px/1.4 system-ui, sans-serif }
section { padding: 16px 24px; min-width: 0 }
h2 { margin: 28px 0 8px } h3 { margin: 18px 0 4px; font-weight: normal; opacity: .75; font-size: 12px }
a { color: inherit } pre, code { font: 12px/1.4 monospace }
"""


def panels() -> dict[str, Panel]:
    """What each failed check shows, by what is wrong, and what a passed one does."""
    found: dict[str, Panel] = {}
    name = "right"
    with mock.patch.object(checks, "_show", lambda panel: found.setdefault(name, panel)):
        with expect.check("What this check looks at", also="other sizes, and data that you have not seen"):
            pass
        for name, (does, _) in LADDER.items():  # noqa: B007 - read by the lambda
            with contextlib.suppress(Mismatch), expect.check("What this check looks at"):
                does()
    return found


def outcomes() -> list[Outcome]:
    """One of each status; the failed one with a hint and with a trace's shapes."""
    said = {"asked": "The plate holds one die for each datum.", "message": "The site 'y' has batch shape [1]."}
    shapes = expect.trace(crossing).shapes
    made = []
    for status in Status:
        score = {"passed": 2.0, "partial": 1.0, "not_graded": None}.get(status, 0.0)
        more = said if status.lost else {"asked": said["asked"]}
        made.append(Outcome(status, status, score, 2.0, **more, table=shapes if status == "failed" else ""))
    hint = "A plate makes its sites *independent*; look at what `pyro.plate` gets as its second argument."
    return [*made, Outcome("hinted", "failed", 0.0, 2.0, **said, hint=hint)]


def pictures() -> Iterator[tuple[str, Picture | Shown]]:
    """Each kind of picture with a name."""
    torch.manual_seed(0)
    for model in MODELS:
        yield f"show.model({model.__name__})", show.model(model, (DATA,) if model is pupils else ())
    sites, parents = {"mu": "param", "y": "observed"}, {"y": ["mu"]}
    yield "show.sketch", show.sketch(sites, parents, plates={"N": ["y"]})
    yield "show.trace", show.trace(pupils, (DATA,))
    curves = {"prior": dist.Normal(0.0, 2.0), "posterior": 1 + 0.4 * torch.randn(2000), "guide": dist.LogNormal(0, 0.3)}
    yield "show.densities", show.densities(curves, xlabel="mu")
    yield "show.densities, discrete", show.densities({"prior": dist.Poisson(3.0), "MAP": dist.Delta(torch.tensor(2.0))})
    yield "show.losses", show.losses(100 + 300 * torch.linspace(0, -6, 400).exp() + 10 * torch.randn(400))
    yield (
        "show.beside, pictures",
        show.beside(
            show.densities({"posterior": dist.Normal(1.0, 0.3)}), show.densities({"posterior": dist.Normal(0.8, 0.6)})
        ),
    )
    yield "show.beside, traces", show.beside(crossing, MODELS[2])
    figure, axes = plt.subplots(figsize=(5, 2))
    axes.plot([0.0, 1.0, 4.0], label="a lesson's own plot")
    axes.legend()
    yield "show.figure", _presented(lambda: show.figure(figure, "A line that bends upwards."))
    rows = [["mean", torch.tensor(2.3068), 2.25], ["sd", torch.tensor(0.51), 0.5]]
    yield (
        "show.table",
        _presented(lambda: show.table("The guide and the exact posterior", ["", "guide", "exact"], rows)),
    )


def _presented(does: Callable[[], None]) -> Shown:
    """What is shown at once, kept."""
    found: list[Shown] = []
    with contextlib.ExitStack() as stack:
        for module in (checks, figures, numbers, written):
            stack.enter_context(mock.patch.object(module, "present", lambda *shown: found.append(Shown(*shown))))
        does()
    [shown] = found
    return shown


def _skipped() -> None:
    def fit() -> None:
        raise NotImplementedError

    with expect.when_written("fit"):
        fit()


def _overview() -> None:
    results = {"The sites": True, "The shapes": False, "The density at given values": True}
    with mock.patch.object(checks, "_results", results):
        expect.overview()


def write(folder: Path) -> Path:
    """Write the page and give its path."""
    lines = [Line(one.grade_id, one.score or 0.0, one.points, one.score is None, one.public()) for one in outcomes()]
    parts = ["<h2>Checks in a notebook</h2>"]
    parts += [_named(name, panel.html()) for name, panel in panels().items()]
    parts += [_named("a cell that waits", _presented(_skipped).html())]
    parts += [_named("the last cell", _presented(_overview).html())]
    parts += ["<h2>Outcomes of graded cells</h2>"]
    parts += [_named(outcome.grade_id, outcome.panel().html()) for outcome in outcomes()]
    parts += ["<h2>The overview of a feedback page</h2>", overview(lines, ["double"], 3.0, 16.0, 0.5)]
    parts += ["<h2>Pictures</h2>", *(_named(name, picture.html()) for name, picture in pictures())]
    body = "".join(f"<section {theme}><h1>{name}</h1>{''.join(parts)}</section>" for name, theme in _THEMES.items())
    path = folder / "gallery.html"
    page = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>{_STYLE}</style>{body}'
    path.write_text(page, encoding="utf-8")
    return path


def _named(name: str, source: str) -> str:
    return f"<h3>{html.escape(name)}</h3>{source}"


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
