"""Tables that a screen reader can follow: heads with a scope, one row header each; the same as aligned text."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True)
class Column:
    """A head over ``span`` cells of each row; ``right`` aligns them to the right."""

    head: str
    span: int = 1
    right: bool = False


@dataclass(frozen=True)
class Table:
    """A row has as many texts as all columns span, its header first. The rows with indices in ``marked`` stand out."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    marked: frozenset[int] = frozenset()

    def html(self) -> str:
        """No style sheet and no colour of its own: it takes those of the page, light or dark."""
        sides = self._sides()
        heads = "".join(
            f'<th scope="{"colgroup" if column.span > 1 else "col"}" colspan="{column.span}"'
            f' style="{_style(column.right)}">{html.escape(column.head)}</th>'
            for column in self.columns
        )
        body = ""
        for index, row in enumerate(self.rows):
            first, *rest = (html.escape(text) for text in row)
            if index in self.marked:
                first = f"<b>{first}</b>"
            cells = "".join(
                f'<td style="{_style(right)}">{text}</td>' for text, right in zip(rest, sides[1:], strict=True)
            )
            body += f'<tr><th scope="row" style="{_style(False)}">{first}</th>{cells}</tr>'
        # wide tables scroll on their own, with the keyboard too
        return (
            f'<div style="overflow-x:auto" tabindex="0" role="group" aria-label="{html.escape(self.caption)}">'
            '<table style="border-collapse:collapse;margin:6px 0 0 0;font-variant-numeric:tabular-nums">'
            f'<caption style="text-align:left;padding:0">{html.escape(self.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _sides(self) -> list[bool]:
        return [column.right for column in self.columns for _ in range(column.span)]

    def text(self) -> str:
        """The caption and the rows with their cells one below the other."""
        sides = self._sides()
        heads = [text for c in self.columns for text in [c.head] + [""] * (c.span - 1)]
        rows = [heads, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
        lines = [
            "  ".join(
                text.rjust(width) if right else text.ljust(width)
                for text, width, right in zip(row, widths, sides, strict=True)
            )
            for row in rows
        ]
        return "\n".join([self.caption, *("  " + line.rstrip() for line in lines)])


def _style(right: bool) -> str:
    return f"text-align:{'right' if right else 'left'};padding:1px 8px;white-space:nowrap"


def dims(batch: Sequence[str], event: Sequence[str], batch_span: int, event_span: int) -> list[str]:
    """Cells of a shape: batch dims end, and event dims begin, at the border between the two."""
    return [""] * (batch_span - len(batch)) + [*batch, *event] + [""] * (event_span - len(event))


def shapes(text: str, caption: str = "The shapes of your trace") -> Table | None:
    """The table behind what ``format_shapes`` of a Pyro trace gives, or None for any other text.

    Values and log densities have a row where their shape is not the distribution's.
    """
    sites: dict[str, dict[str, list[list[str]]]] = {}  # site, what, its batch and event dims
    site, params = "", False
    for line in text.splitlines():
        left, bar, right = line.partition("|")
        words, event = left.split(), right.split()
        batch = list(takewhile(str.isdigit, reversed(words)))[::-1]
        name = " ".join(words[: len(words) - len(batch)])
        if not bar and name.endswith(":"):
            params = name == "Param Sites:"
        elif not bar and params and name:
            sites[name] = {"param": [[], batch]}
        elif bar and name.endswith(" dist") and all(map(str.isdigit, event)):
            site = name.removesuffix(" dist")
            sites[site] = {"distribution": [batch, event]}
        elif bar and site and name in ("value", "log_prob"):
            sites[site][name] = [batch, event]
        elif line.strip():
            return None
    rows = [
        (site, what, batch, event) for site, parts in sites.items() for what, (batch, event) in _telling(parts).items()
    ]
    spans = [max([1, *(len(dims) for dims in side)]) for side in ([row[2] for row in rows], [row[3] for row in rows])]
    columns = [Column("site"), Column("what"), Column("batch", spans[0], True), Column("event", spans[1], True)]
    cells = [[site, what, *dims(batch, event, *spans)] for site, what, batch, event in rows]
    return Table(caption, columns, cells) if rows else None


def _telling(parts: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """The rows of a site that say something new."""
    of, value, log_prob = (parts.get(what) for what in ("distribution", "value", "log_prob"))
    if value and of == log_prob == [[], []] != value:  # the members of a plate: a site of Pyro's own
        return {"plate": value}
    kept = {what: shape for what, shape in parts.items() if what not in ("value", "log_prob")}
    if value is not None and value != of:
        kept["value"] = value
    if log_prob is not None and of is not None and log_prob[0] != of[0]:
        kept["log_prob"] = log_prob
    return kept
