"""Grades one submission: a notebook and an assignment in, outcomes and outputs out; no gradebook, no shared folder."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from copy import deepcopy

from nbformat import NotebookNode

from autograder.course import Answer, Assignment, CourseError
from autograder.judging import borrowed, by_hand, session, variants
from autograder.judging.diagnosis import Diagnosis
from autograder.judging.graded import Graded
from autograder.judging.outcomes import Outcome
from autograder.judging.recorded import Cast
from autograder.judging.repair import repair
from autograder.judging.session import Judge
from autograder.judging.status import Status
from autograder.judging.stopped import explain
from autograder.judging.store import Store
from autograder.judging.variants import Draw, Variant
from autograder.judging.verdicts import FAULT, ODD, Verdict, of_another_kind
from autograder.notebooks import code_digest, graded_cells, nbgrader_of, write_files
from autograder.subject.folder import working_folder
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import Forking, shared

CELL_LIMIT = 30.0  # seconds
WHOLE_LIMIT = 30  # times the limit of a cell, for all cells and probes of a submission
PATIENCE = 20.0  # seconds that a submission's hints are waited for, and the one wrong answer that is being run


class Grader:
    """Grades submissions of one assignment. One object serves a whole class.

    Wrong answers are run for the hints of the first students who need them, and answer from their records afterwards.
    Where that would take longer than ``patience`` seconds, outcomes come without the missing hints: ``hints_open``.

    Args:
        drawn: what the course key chooses comes with each submission, for a judge who does not have the key.

    Raises:
        CourseError: when the assignment has no graders, no release or no key, or the release is of another form.
    """

    def __init__(
        self,
        assignment: Assignment,
        *,
        cell_limit: float = CELL_LIMIT,
        forks: Forking | None = None,
        patience: float = PATIENCE,
        drawn: bool = False,
    ) -> None:
        if not assignment.graders.is_file():
            raise CourseError(f"{assignment.name} has no graders: {assignment.graders} is missing")
        released = {cell.grade_id for cell in graded_cells(assignment.released())}
        if released != {cell.grade_id for cell in assignment.graded}:
            raise CourseError(
                f"{assignment.name} has other graded cells than its release: run `autograder build {assignment.name}`"
            )
        self.assignment, self.cell_limit, self.patience = assignment, cell_limit, patience
        self.forks = forks or shared()
        self.key = None if drawn else assignment.course.key
        self.store = Store.of(assignment.course)
        self.cast = Cast(assignment, self.store, self.forks, cell_limit)
        self._simulated: dict[tuple[str, str, int], Verdict] = {}

    def grade(
        self,
        submitted: NotebookNode,
        *,
        files: Mapping[str, bytes] | None = None,
        environment: Mapping[str, str] | None = None,
        draw: Draw | None = None,
        variant: int | None = None,
        diagnose: bool = True,
    ) -> Graded:
        """Grade a submitted notebook; it is not changed.

        Args:
            files: the submission's other files by relative name, put into its working folder. Those that the assignment
                brings itself come anew, as with nbgrader.
            environment: variables for the student's process.
            draw: what :meth:`draw` gave to one who has the course key, for a judge who does not.
            variant: this one for every grader, instead of the keyed choice (verification tries all of them).
            diagnose: look for the misconception behind each failure, which may take longer than the grading.

        Raises:
            WrongNotebook: the submission is no notebook of this assignment.
        """
        notebook = deepcopy(submitted)
        notes = repair(notebook, self.assignment.released(), self.assignment.name)
        files = {**(files or {}), **self.assignment.files}
        whole = _digest(notebook, files, environment or {}, self.cell_limit)
        left_out = borrowed.withheld(files, self.assignment.forbidden)
        files = {name: content for name, content in files.items() if name not in left_out}
        brought = set(files) - set(self.assignment.files)
        notes += [*left_out.values(), *borrowed.remarks(notebook, brought, self.assignment.master)]
        draw = draw or self._draw(notebook)
        chosen = draw.variants if variant is None else dict.fromkeys(draw.variants, variant)
        with ExitStack() as stack:
            folder = stack.enter_context(working_folder())
            write_files(folder, files)
            run = NotebookRun(notebook, self.assignment.props, self.cell_limit, WHOLE_LIMIT * self.cell_limit)
            stack.callback(run.close)
            run.start(self.forks, folder, draw.seed, environment, self.assignment.needs)
            verdicts, stops = self._judge(run, notebook, chosen)
            run.advance(len(notebook.cells) - 1)
        until = time.monotonic() + self.patience
        diagnosis = Diagnosis(
            self.assignment,
            lambda answer, ids: self.simulated(answer, ids, chosen),
            lambda: time.monotonic() < until,
            self._mutants,
        )
        hints = diagnosis.hints(verdicts) if diagnose else {}
        notes += [
            f"The grader of '{grade_id}' could not read the answer, though it reads the reference's: see its log."
            for grade_id, verdict in verdicts.items()
            if verdict.code == ODD and verdict.status is not Status.NOT_GRADED
        ]
        outcomes: dict[str, Outcome] = {}
        told: dict[str, str] = {}  # by a wrong answer's name, the cell that has its hint
        for cell in graded_cells(notebook):
            verdict, wrong = verdicts[cell.grade_id], hints.get(cell.grade_id)
            outcomes[cell.grade_id] = Outcome.of(cell, verdict, wrong, told.get(wrong.name, "") if wrong else "")
            if wrong:
                told.setdefault(wrong.name, verdict.asked or cell.grade_id)
        outcomes |= {outcome.grade_id: outcome for outcome in by_hand.outcomes(notebook, self.assignment.released())}
        return Graded(
            self.assignment.name,
            outcomes=[
                outcomes[name] for cell in notebook.cells if (name := nbgrader_of(cell).get("grade_id")) in outcomes
            ],
            notes=stops + notes,
            cpu=run.cpu,
            digest=whole,
            notebook=notebook,
            hints_open=diagnosis.cut_off,
        )

    def draw(self, submitted: NotebookNode) -> Draw:
        """What the course key chooses for a submission.

        Raises:
            WrongNotebook: the submission is no notebook of this assignment.
        """
        notebook = deepcopy(submitted)
        repair(notebook, self.assignment.released(), self.assignment.name)
        return self._draw(notebook)

    def _draw(self, repaired: NotebookNode) -> Draw:
        assert self.key is not None, "a judge without the key is given the draw"
        grade_ids = [cell.grade_id for cell in self.assignment.graded]
        return variants.draw(self.key, self.assignment.name, grade_ids, code_digest(repaired))

    def digest_of(self, submitted: NotebookNode, files: Mapping[str, bytes], environment: Mapping[str, str]) -> str:
        """Names all of a submission that its result depends on: equal digests, equal results.

        Raises:
            WrongNotebook: the submission is no notebook of this assignment.
        """
        notebook = deepcopy(submitted)
        repair(notebook, self.assignment.released(), self.assignment.name)
        return _digest(notebook, {**files, **self.assignment.files}, environment, self.cell_limit)

    def _mutants(self, grade_id: str, verdict: Verdict) -> list[Answer]:
        """The mutants of the reference whose first failure, under another variant, was this one."""
        master = self.assignment.master
        places = {nbgrader_of(cell).get("grade_id"): at for at, cell in enumerate(master.cells)}
        answers = []
        for kept in self.store.mutants(self.assignment.reference.digest, grade_id, verdict.status, verdict.code):
            notebook = deepcopy(master)
            notebook.cells[places[kept.task]].source = kept.source
            answers.append(Answer(kept.operator, "mutant", notebook, hint=kept.hint))
        return answers

    def _variant(self, chosen: Mapping[str, int]) -> Callable[[str], Variant]:
        return lambda grade_id: Variant(self.assignment.name, grade_id, chosen[grade_id])

    def _judge(
        self, run: NotebookRun, notebook: NotebookNode, chosen: Mapping[str, int]
    ) -> tuple[dict[str, Verdict], list[str]]:
        """The verdicts, and a sentence for each cell that stopped and so made a graded cell fail."""
        order = [cell.grade_id for cell in graded_cells(notebook)]
        judge = Judge(run, self.cast.subject(self.assignment.reference), self._variant(chosen), order)
        verdicts = self.settled(session.run(self.assignment.graders, judge), chosen)
        stops: list[str] = []
        for grade_id in order:
            verdict = verdicts.setdefault(grade_id, _no_grader(grade_id))
            stops.append(explain(verdict, run, grade_id))
        return verdicts, [stop for stop in dict.fromkeys(stops) if stop]

    def settled(self, verdicts: dict[str, Verdict], chosen: Mapping[str, int]) -> dict[str, Verdict]:
        """The verdicts, with those settled where a grader raised an exception of its own: was it the answer's fault?

        The reference is judged in the student's place, under the same variant. Where it passes, the grader can read
        what is right, and the answer is at fault; else nobody's points may depend on such a grader.
        """
        open_cells = [grade_id for grade_id, verdict in verdicts.items() if verdict.code == ODD]
        if open_cells:
            reference = self.cast.subject(self.assignment.reference)
            judge = Judge(reference, reference, self._variant(chosen), open_cells)
            for grade_id, verdict in session.run(self.assignment.graders, judge).items():
                if verdict.status is Status.PASSED:
                    verdicts[grade_id] = of_another_kind(verdicts[grade_id])
        return verdicts

    def simulated(self, answer: Answer, grade_ids: Iterable[str], chosen: Mapping[str, int]) -> dict[str, Verdict]:
        """The verdicts on an answer of the course's own, with its exchanges, from its records where it has been asked.

        Args:
            chosen: the variant of each cell.
        """
        keys = {grade_id: (answer.digest, grade_id, chosen[grade_id]) for grade_id in grade_ids}
        missing = [grade_id for grade_id, key in keys.items() if key not in self._simulated]
        if missing:
            subject, reference = self.cast.subject(answer), self.cast.subject(self.assignment.reference)
            judge = Judge(subject, reference, self._variant(chosen), missing)
            for grade_id, verdict in self.settled(session.run(self.assignment.graders, judge), chosen).items():
                self._simulated[keys[grade_id]] = verdict
        return {grade_id: self._simulated[key] for grade_id, key in keys.items() if key in self._simulated}


def _digest(notebook: NotebookNode, files: Mapping[str, bytes], environment: Mapping[str, str], limit: float) -> str:
    cells = [[cell.cell_type, cell.source, cell.metadata] for cell in notebook.cells]
    facts = [cells, sorted(environment.items()), limit, sorted(files)]
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode())
    for name in sorted(files):
        digest.update(hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _no_grader(grade_id: str) -> Verdict:
    log = f"no function test_{grade_id} among the graders"
    return Verdict(
        Status.NOT_GRADED, 0.0, FAULT, "There is no grader for this cell; it will be graded by hand.", log=log
    )
