"""A panel: one title, one state and a few plain sentences, as text and as HTML for light and dark pages."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.expect import tables


class Tone(StrEnum):
    """How a state is meant. No state is told by colour alone: each tone has a sign too.

    Attributes:
        colour: the ground of a badge. White text holds on each (WCAG 4.5:1), and each stands out from white and from
            JupyterLab's dark ground (3:1).
        terminal: the colour in a terminal, by ``rich``'s name.
    """

    GOOD = "good", "✓", "#23834b", "green"
    PART = "part", "◐", "#96690a", "yellow"
    BAD = "bad", "✗", "#c5403c", "red"
    OPEN = "open", "?", "#717171", "magenta"
    IDLE = "idle", "○", "#717171", "dim"

    def __new__(cls, value: str, sign: str = "", colour: str = "", terminal: str = "") -> Tone:
        """A tone, with its attributes behind its word; ``Tone(word)`` finds the one that there is."""
        tone = str.__new__(cls, value)
        tone._value_, tone.sign, tone.colour, tone.terminal = value, sign, colour, terminal
        return tone

    sign: str
    colour: str
    terminal: str


@dataclass(frozen=True)
class Panel:
    """``tone`` is a ``Tone`` or its word; ``lines`` are (label, sentence).

    ``table`` is the text of a trace's ``format_shapes``, or any other preformatted text.
    """

    title: str
    state: str
    tone: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    table: str = ""

    def text(self) -> str:
        """The panel for a terminal, a log or a screen reader."""
        rows = [f"{Tone(self.tone).sign} {self.title}: {self.state}"]
        rows += [f"  {label}: {line}" if label else f"  {line}" for label, line in self.lines]
        if self.table:
            rows += ["  " + row for row in self.table.splitlines()]
        return "\n".join(rows)

    def html(self) -> str:
        """The panel for a notebook: no script, no style sheet, colours that hold on light and dark ground."""
        colour = Tone(self.tone).colour
        rows = "".join(
            f'<div style="margin-top:4px">{f"<b>{html.escape(label)}.</b> " if label else ""}{inline(line)}</div>'
            for label, line in self.lines
        )
        return (
            f'<div role="status" style="border-left:5px solid {colour};padding:4px 12px;margin:4px 0">'
            '<div style="display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 10px">'
            f"{badge(self.state, self.tone)}<b>{inline(self.title)}</b></div>"
            f"{rows}{self._table()}</div>"
        )

    def _table(self) -> str:
        if not self.table:
            return ""
        shapes = tables.shapes(self.table)
        if shapes is not None:
            return shapes.html()
        return f'<pre style="margin:6px 0 0 0;overflow-x:auto">{html.escape(self.table)}</pre>'


def badge(state: str, tone: str) -> str:
    """A state in white on its tone's colour."""
    style = f"background:{Tone(tone).colour};color:#fff;border-radius:3px;padding:1px 8px;font-weight:600"
    sign = f'<span aria-hidden="true">{Tone(tone).sign} </span>'
    return f'<span style="{style};white-space:nowrap">{sign}{html.escape(state)}</span>'


# As in markdown: a star that opens stands before a letter, one that closes behind one. 2 * 3 and **kwargs stay.
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\w)([^*\n]+)(?<=\w)\*(?![\w*])")


def inline(text: str) -> str:
    """Escaped text with ``code`` between backticks, emphasis between stars, and its line breaks kept."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave it as it is
        return html.escape(text).replace("\n", "<br>")
    told = [f"<code>{part}</code>" if i % 2 else _EMPHASIS.sub(r"<em>\1</em>", part) for i, part in enumerate(parts)]
    return "".join(told).replace("\n", "<br>")


def present(source: str, text: str) -> None:
    """Show HTML where there is a notebook, with the text that says the same; print the text elsewhere."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(text)
    else:
        display({"text/html": source, "text/plain": text}, raw=True)
