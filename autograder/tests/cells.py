"""What the cells of a notebook showed that ran in a child: the fixture ``run`` makes such runs."""

from __future__ import annotations

import json

from autograder.subject.notebook_run import NotebookRun


def streams(run: NotebookRun, cell: int = 0) -> list[tuple[str, str]]:
    return [(o.name, o.text) for o in run.notebook.cells[cell].outputs if o.output_type == "stream"]


def text(run: NotebookRun, cell: int = 0) -> str:
    """All that a cell shows, as text."""
    return json.dumps(run.notebook.cells[cell].outputs)


def result(run: NotebookRun, cell: int = 0) -> str:
    [found] = [o for o in run.notebook.cells[cell].outputs if o.output_type == "execute_result"]
    return found.data["text/plain"]


def statuses(run: NotebookRun) -> list[str]:
    return [run.outputs.statuses.get(index, "") for index in range(len(run.notebook.cells))]
