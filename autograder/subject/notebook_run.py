"""A notebook that runs in a child, cell by cell, up to where a grader stands, and answers probes there."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from nbformat import NotebookNode

from autograder.course import Needs
from autograder.notebooks import graded_cells
from autograder.probes import Step
from autograder.probes.records import RECORDS, Name, Prop, Raised, Refused
from autograder.subject.outputs import Outputs
from autograder.subject.parent import Forking
from autograder.subject.pipe import Connection, Crashed, OutOfMemory, SubjectFault, TimedOut
from autograder.subject.subject import Subject, references_of

GRACE = 5.0  # seconds between asking a child to stop and killing it


@dataclass(frozen=True)
class CellRun:
    """What running one cell gave: ``status`` is "ok", "error", "timeout" or "out_of_memory"; ``error`` is why."""

    status: str
    count: int
    outputs: list[dict[str, Any]]
    error: Raised | None


class NotebookRun(Subject):
    """A notebook that runs in a child, cell by cell, up to where a grader stands.

    ``outputs`` has what each cell gave. A cell that is reached after the child's end gets an error: nbgrader would give
    an empty test cell full marks.

    Args:
        props: the folder of the graders' own models.
        cell_limit: seconds for each cell.
        whole_limit: seconds for all cells and probes together.
    """

    def __init__(
        self, notebook: NotebookNode, props: Path, cell_limit: float = 30.0, whole_limit: float = math.inf
    ) -> None:
        self.notebook, self.props, self.cell_limit, self.left = notebook, props, cell_limit, whole_limit
        self.connection: Connection | None = None
        self.position = 0
        self.outputs = Outputs(notebook)
        self.fault: SubjectFault | None = None
        self._loaded: set[str] = set()
        self._places = {cell.grade_id: cell.index for cell in graded_cells(notebook)}

    def start(
        self,
        forks: Forking,
        folder: Path,
        seed: int,
        environment: Mapping[str, str] | None = None,
        needs: Needs = Needs(),  # noqa: B008 - it is frozen
    ) -> NotebookRun:
        """Fork the child that will run the cells, in ``folder``; the other arguments are those of ``fork``."""
        self.connection = forks.fork(folder, environment or {}, seed, needs)
        return self

    def advance(self, index: int) -> None:
        """Run the cells from where the run stands up to and including ``index``. Never raises for a student's fault."""
        while self.position <= index:
            cell, at = self.notebook.cells[self.position], self.position
            self.position += 1
            if cell.cell_type != "code" or not cell.source.strip() or _skipped(cell):
                continue
            if self.fault is None:
                self._run(cell.source, at)
            else:
                self.outputs.add_fault(at, self.fault)

    def stand_at(self, grade_id: str) -> None:
        self.advance(self._places[grade_id])

    def can_stand_at(self, grade_id: str) -> bool:
        """Whether no cell below the graded cell has been run."""
        return self.position <= self._places[grade_id] + 1

    def _run(self, source: str, at: int) -> None:
        request = {"kind": "cell", "source": source, "limit": float(self.cell_limit)}
        try:
            reply = _answered(self._request(request, self.cell_limit + GRACE))
            run = CellRun(reply["status"], reply["count"], reply["outputs"], reply.get("error"))
            self.outputs.add(at, run.status, run.count, run.outputs, run.error)
        except (Refused, KeyError, TypeError) as error:
            self.fault = Crashed(f"the notebook's process broke the protocol ({error})")
        except SubjectFault as fault:
            self.fault = fault
        if self.fault is not None:
            self.close()
            self.outputs.add_fault(at, self.fault)

    def _request(self, message: dict[str, Any], limit: float) -> Any:
        assert self.connection is not None, "start comes first"
        started = time.monotonic()
        try:
            return self.connection.request(message, min(limit, self.left))
        except TimedOut:
            if limit < self.left:
                raise
            raise TimedOut("the time limit of the whole submission was over") from None
        finally:
            self.left = max(self.left - (time.monotonic() - started), 0.0)

    @property
    def cpu(self) -> float:
        """CPU seconds of the cells and probes, once the run is closed."""
        return self.connection.cpu if self.connection is not None else 0.0

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        if self.fault is not None:
            raise self.fault
        files = {reference.file for reference in references_of(steps) if isinstance(reference, Prop)}
        for file in sorted(files - self._loaded):
            source = (self.props / f"{file}.py").read_text(encoding="utf-8")
            self._request({"kind": "prop", "file": file, "source": source}, 30.0)
            self._loaded.add(file)
        request = {"kind": "probe", "steps": steps, "seed": int(seed), "limit": float(limit)}
        try:
            reply = _answered(self._request(request, limit + GRACE))
            status, results = reply["status"], reply.get("results")
        except (KeyError, TypeError) as error:
            raise Refused("the answer has no status") from error
        except SubjectFault as fault:
            self.fault = fault
            raise
        if status == "timeout":
            raise TimedOut(f"the grader's call took longer than {limit:g} s")
        if status == "refused":
            raise Refused(str(reply.get("text", ""))[:300] or "no answer came")
        if status != "ok":
            why = self.connection.why_ended() if self.connection else None
            raise why if isinstance(why, OutOfMemory) else Crashed("the call ended the process")
        if not isinstance(results, list) or not 1 <= len(results) <= len(steps):
            raise Refused("the answer has another number of parts than the question")
        if _refers(results):  # it would stand for an object of the reference's, should a grader pass it on
            raise Refused("a reference has no place in an answer")
        if isinstance(results[-1], Raised) and results[-1].out_of_memory:
            raise OutOfMemory("the grader's call ran out of memory")
        return results

    def close(self) -> None:
        """End the child."""
        if self.connection is not None:
            self.connection.close()


def _answered(reply: Any) -> dict[str, Any]:
    if not isinstance(reply, dict):
        raise TypeError("the answer is no dictionary")
    return reply


def _skipped(cell: NotebookNode) -> bool:
    # As in nbclient. Test cells have lost this tag, and cells of the assignment have their own metadata back.
    tags = cell.metadata.get("tags")
    return isinstance(tags, list) and "skip-execution" in tags


def _refers(item: Any) -> bool:
    if isinstance(item, (Name, Prop)):
        return True
    if type(item) in RECORDS.values():
        item = vars(item)
    if isinstance(item, dict):
        item = item.values()
    return not isinstance(item, (str, torch.Tensor)) and isinstance(item, Iterable) and any(map(_refers, item))
