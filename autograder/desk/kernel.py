"""Runs a notebook in a kernel of its own, and tells what its checks show as they come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.desk.lessons import SIGNS, NoLesson, panels, read

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

CELL_LIMIT = 600  # seconds; a lesson trains for half a minute at most, on a slow machine for some minutes


@dataclass(frozen=True)
class Said:
    """One thing that a run shows: the text of a panel, or why a cell stopped. ``right`` is None for an overview."""

    text: str
    right: bool | None


def run(path: Path) -> Iterator[Said]:
    """Run all cells of a notebook from an empty memory; a cell that fails stops no other. The file is not changed.

    Raises:
        NoLesson: the file is no notebook, or no kernel starts for it.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    notebook = read(path)
    # The kernel of this Python, whatever the notebook names: the lessons' packages are here.
    client = NotebookClient(
        notebook,
        extra_arguments=["--IPKernelApp.log_level=40"],  # it warns of its transport, which no student can change
        timeout=CELL_LIMIT,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    with _started(client):
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellTimeoutError:
                yield Said(f"{SIGNS[2]} Cell {index + 1} ran for {CELL_LIMIT} seconds, and was stopped.", False)
                return
            except DeadKernelError:
                yield Said(f"{SIGNS[2]} In cell {index + 1} the notebook's kernel ended.", False)
                return
            yield from _said(cell, index)


@contextmanager
def _started(client: NotebookClient) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(client.setup_kernel())
        except RuntimeError as error:
            raise NoLesson(
                f"no kernel starts here: {error}; try again, and install the lessons anew if it stays so"
            ) from None
        yield


def _said(cell: NotebookNode, index: int) -> Iterator[Said]:
    is_check = "expect.check(" in cell.source
    for text in panels(cell):
        yield Said(text, text.startswith(SIGNS[0]) if is_check else None)
    if is_check:
        return  # its panel says why it stopped
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield Said(f"{SIGNS[2]} Cell {index + 1} stopped: {_named(cell)}{output.ename}: {_first(output)}", False)


def _named(cell: NotebookNode) -> str:
    """The first line of a cell that says what it is."""
    lines = [line for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return f"`{lines[0].strip()[:60]}`, " if lines else ""


def _first(output: NotebookNode) -> str:
    return next(iter(str(output.evalue).splitlines()), "")[:200]
