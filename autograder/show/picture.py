"""What IPython displays: an SVG picture or a table, each with a text that says the same."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from typing import Any

# A picture brings its own ground, so it can be read wherever it lands. Inside an <img> it follows the colour scheme
# of that element. JupyterLab sets it; exported pages say no more than whether their theme is light.
_COLOURS = {
    "light": {"ink": "#1f1f1f", "ground": "#ffffff", "shade": "#d4d4d4", "line": "#6b6b6b"},
    "dark": {"ink": "#f0f0f0", "ground": "#111111", "shade": "#555555", "line": "#a0a0a0"},
}
INK, GROUND, SHADE, LINE = (f"var(--{name})" for name in _COLOURS["light"])
_FOLLOW = "<style>[data-jp-theme-light=false] .autograder-picture{color-scheme:dark}</style>"


@dataclass(frozen=True)
class Picture:
    """An SVG of ``width`` by ``height`` pixels; ``text`` says all that it shows."""

    body: str
    width: float
    height: float
    text: str

    @property
    def svg(self) -> str:
        """The whole SVG, which is also a file of its own."""
        light, dark = (";".join(f"--{name}:{value}" for name, value in of.items()) for of in _COLOURS.values())
        size = f'width="{self.width:.0f}" height="{self.height:.0f}" viewBox="0 0 {self.width:.0f} {self.height:.0f}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} role="img"'
            f' aria-label="{self._alt}" font-family="Helvetica,Arial,sans-serif">'
            f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
            f'<rect width="100%" height="100%" rx="4" fill="{GROUND}"/>{self.body}</svg>'
        )

    @property
    def _alt(self) -> str:
        return html.escape(" ".join(self.text.split()))

    def html(self) -> str:
        """An image element, which no cleaning of a page takes apart."""
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'{_FOLLOW}<img class="autograder-picture" src="data:image/svg+xml;base64,{data}"'
            f' width="{self.width:.0f}" style="max-width:100%;height:auto" alt="{self._alt}">'
        )

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        return {"text/html": self.html(), "image/svg+xml": self.svg, "text/plain": self.text}


@dataclass(frozen=True)
class Shown:
    """Anything else that is shown: its HTML and its text."""

    source: str
    text: str

    def html(self) -> str:
        """The HTML."""
        return self.source

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        return {"text/html": self.source, "text/plain": self.text}


def label(x: float, y: float, text: str, size: float = 13, anchor: str = "middle", halo: bool = False) -> str:
    """A text of an SVG. ``halo`` keeps it readable above lines."""
    behind = f' stroke="{GROUND}" stroke-width="4" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{INK}"{behind}>'
        f"{html.escape(text)}</text>"
    )
