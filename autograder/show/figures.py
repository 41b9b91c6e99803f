"""Matplotlib's figures with a text that says the same."""

from __future__ import annotations

import base64
import html
import io
from typing import Any

from autograder.expect.panel import present

_DOTS = 100  # for each inch


def figure(figure: Any, alt: str) -> None:
    """Show a matplotlib figure as an image, and close it, so that the end of the cell does not show it once more.

    Args:
        figure: what ``plt.figure`` or ``plt.subplots`` gave.
        alt: what there is to see, in a sentence or two: those who do not see it, and a log, have this alone.
    """
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    if not isinstance(figure, Figure):
        raise TypeError(f"show.figure takes a matplotlib figure, and this is {type(figure).__name__}.")
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("show.figure needs a text that says what there is to see.")
    said = " ".join(alt.split())
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=_DOTS, facecolor="white", bbox_inches="tight")
    plt.close(figure)
    data = base64.b64encode(written.getvalue()).decode()
    source = f'<img src="data:image/png;base64,{data}" style="max-width:100%;height:auto" alt="{html.escape(said)}">'
    present(source, said)
