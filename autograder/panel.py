"""A panel: one title, one state and a few plain sentences, as text and as HTML for light and dark pages."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

_COLOURS = {"good": "#2e9e5b", "part": "#b8860b", "bad": "#c0504d", "open": "#7a7a7a"}
_SIGNS = {"good": "✓", "part": "◐", "bad": "✗", "open": "?"}


@dataclass(frozen=True)
class Panel:
    """``tone`` is "good", "part", "bad" or "open"; ``lines`` are (label, sentence); ``table`` is preformatted text."""

    title: str
    state: str
    tone: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    table: str = ""

    def text(self) -> str:
        """The panel for a terminal, a log or a screen reader."""
        rows = [f"{_SIGNS[self.tone]} {self.title}: {self.state}"]
        rows += [f"  {label}: {line}" if label else f"  {line}" for label, line in self.lines]
        if self.table:
            rows += ["  " + row for row in self.table.splitlines()]
        return "\n".join(rows)

    def html(self) -> str:
        """The panel for a notebook: no script, no style sheet, colours that hold on light and dark ground."""
        colour = _COLOURS[self.tone]
        rows = "".join(
            f'<div style="margin-top:4px">{f"<b>{html.escape(label)}.</b> " if label else ""}{_inline(line)}</div>'
            for label, line in self.lines
        )
        table = f'<pre style="margin:6px 0 0 0">{html.escape(self.table)}</pre>' if self.table else ""
        return (
            f'<div role="status" style="border-left:5px solid {colour};padding:4px 12px;margin:4px 0">'
            f'<div><b style="color:{colour}">{_SIGNS[self.tone]} {html.escape(self.state)}</b> · '
            f"{_inline(self.title)}</div>{rows}{table}</div>"
        )


def _inline(text: str) -> str:
    """Escaped text with ``code`` spans for what stands between backticks and its line breaks kept."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave it as it is
        return html.escape(text).replace("\n", "<br>")
    marked = "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
    return marked.replace("\n", "<br>")
