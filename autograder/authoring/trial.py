"""An answer on trial: its notebook runs once, as a submission does, and the graders are asked as often as one likes."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment
from autograder.judging import session
from autograder.judging.grading import CELL_LIMIT
from autograder.judging.recorded import SEED, Cast
from autograder.judging.session import Judge
from autograder.judging.store import Store
from autograder.judging.variants import Variant
from autograder.judging.verdicts import Verdict, seeds_of
from autograder.notebooks import write_files
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared


class Trials:
    """Puts notebooks of one assignment on trial. The reference answers from its records, as in grading."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment, self.forks = assignment, shared()
        store = Store.of(assignment.course)
        self.reference = Cast(assignment, store, self.forks, CELL_LIMIT).subject(assignment.reference)

    def of(self, notebook: NotebookNode, whole_limit: float = math.inf) -> Trial:
        """A notebook of this assignment, not yet running.

        Args:
            whole_limit: seconds for all cells and probes together.
        """
        return Trial(self, notebook, whole_limit)


class Trial:
    """A notebook in a confined child of its own, from ``with`` to the end of its block."""

    def __init__(self, trials: Trials, notebook: NotebookNode, whole_limit: float) -> None:
        self._trials = trials
        # a copy, because the run writes outputs into its notebook
        self._run = NotebookRun(nbformat.from_dict(notebook), trials.assignment.props, CELL_LIMIT, whole_limit)
        self._stack = ExitStack()

    def __enter__(self) -> Trial:
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="trial-")))
        self._stack.callback(self._run.close)
        assignment = self._trials.assignment
        write_files(folder, assignment.files)
        self._run.start(self._trials.forks, folder, SEED, needs=assignment.needs)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    @property
    def ended(self) -> bool:
        """Whether the child is dead, after a time-out for example."""
        return self._run.fault is not None

    def ask(
        self,
        grade_ids: Sequence[str],
        variant: int,
        *,
        seeds: Callable[[Variant], Sequence[int]] = seeds_of,
        until_failure: bool = False,
    ) -> dict[str, Verdict]:
        """The verdicts on graded cells, in the order of the notebook; cells that stand above are not run again.

        Args:
            variant: the index of the prepared variant.
            seeds: gives the seeds of a stochastic check's tries.
            until_failure: ask no further grader after the first that does not pass.
        """
        reference, name = self._trials.reference, self._trials.assignment.name
        judge = Judge(self._run, reference, lambda grade_id: Variant(name, grade_id, variant), list(grade_ids), seeds)
        return session.run(self._trials.assignment.graders, judge, until_failure=until_failure)
