"""Numbers in a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from autograder.expect import tables
from autograder.expect.panel import present
from autograder.probes.kinds import short


def table(caption: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Show rows of numbers and texts as a table.

    Floats have four significant digits (and all of their whole part), whole numbers all of theirs. The first cell of
    a row is its head.

    Args:
        caption: what the table shows.
        columns: the head of each column.
        rows: for each row as many cells as there are columns: texts, numbers, tensors of shape [] or [n]. A tensor
            [rows, columns] will do as well.
    """
    cells = [[_cell(cell) for cell in row] for row in rows]
    for index, row in enumerate(cells):
        if len(row) != len(columns):
            wanted = f"{len(columns)}, one for each column"
            raise ValueError(f"Row {index} of the table '{caption}' has {len(row)} cells; wanted: {wanted}.")
    right = [all(_is_number(row[at]) for row in cells) for at in range(len(columns))]
    heads = [tables.Column(head, right=of_numbers) for head, of_numbers in zip(columns, right, strict=True)]
    made = tables.Table(caption, heads, cells)
    present(made.html(), made.text())


def _cell(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        value = value.detach().tolist()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_cell, value))}]"
    if hasattr(value, "item"):  # numpy's numbers
        value = value.item()
    return short(value, 4) if isinstance(value, float) else str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
