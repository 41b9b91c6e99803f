"""Cells that run in a notebook's own shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

SETUP = "import torch\nfrom autograder import expect, show"

Cells = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def cells(tmp_path: Path) -> Iterator[Cells]:
    """Runs cells, and gives for each its status and all that it showed as text."""
    runs: list[NotebookRun] = []

    def run(*sources: str) -> list[tuple[str, str]]:
        notebook = new_notebook(cells=[new_code_cell(source) for source in (SETUP, *sources)])
        runs.append(NotebookRun(notebook, tmp_path).start(shared(), tmp_path, 0))
        runs[-1].advance(len(sources))
        return [(runs[-1].outputs.statuses[at], _said(notebook.cells[at])) for at in range(1, len(notebook.cells))]

    yield run
    for one in runs:
        one.close()


def _said(cell: NotebookNode) -> str:
    texts = [out.get("text") or out.get("data", {}).get("text/plain") or out.get("evalue", "") for out in cell.outputs]
    return "\n".join(texts).strip()
