"""The reference and the wrong answers as subjects that answer from the records, and run only for a new question."""

from __future__ import annotations

import hashlib
import tempfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.course import Answer, Assignment
from autograder.judging.digests import records_digest
from autograder.judging.store import Store
from autograder.notebooks import write_files
from autograder.probes.steps import Step
from autograder.probes.wire import encode
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import Forking
from autograder.subject.pipe import Crashed, OutOfMemory, SubjectFault, TimedOut
from autograder.subject.subject import Subject

_FAULTS: dict[str, type[SubjectFault]] = {cls.outcome: cls for cls in (TimedOut, OutOfMemory, Crashed)}
SEED = 20_231_130  # recorded notebooks all start from one random state, so that their records are reproducible


class RecordedSubject(Subject):
    """An answer of the course's own. Its notebook counts as run up to the graded cell at which it stands."""

    def __init__(self, answer: Answer, assignment: Assignment, store: Store, forks: Forking, cell_limit: float) -> None:
        self.answer, self.assignment, self.store = answer, assignment, store
        self.forks, self.cell_limit = forks, cell_limit
        self._place = ""
        self._run: NotebookRun | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._name = f"{records_digest(assignment)}:{answer.digest}"

    def stand_at(self, grade_id: str) -> None:
        self._place = grade_id

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        question = request_key(steps, seed)
        reply = self.store.reply(self._name, self._place, question)
        if reply is None:
            try:
                reply = {"results": self._live().ask(steps, seed, limit)}
            except SubjectFault:  # of a machine that was too busy, perhaps: once more, in a process of its own
                self.close()
                reply = self._asked_again(steps, seed, limit)
            self.store.keep_reply(self._name, self._place, question, reply)
        if "fault" in reply:
            raise _FAULTS[reply["fault"]](reply["text"])
        return reply["results"]

    def _asked_again(self, steps: list[Step], seed: int, limit: float) -> dict[str, Any]:
        try:
            return {"results": self._live().ask(steps, seed, limit)}
        except SubjectFault as fault:
            if self.answer.kind not in ("wrong", "mutant"):
                raise  # a right answer has no fault that would be worth keeping
            return {"fault": fault.outcome, "text": str(fault)}

    def _live(self) -> NotebookRun:
        if self._run is None or not self._run.can_stand_at(self._place):
            self.close()
            self._folder = tempfile.TemporaryDirectory(prefix="answer-")
            write_files(Path(self._folder.name), self.assignment.files)
            self._run = NotebookRun(NotebookNode(self.answer.notebook), self.assignment.props, self.cell_limit)
            # the reference is what a grader asks for the truth, with the library that the task forbids
            needs = self.assignment.needs
            needs = replace(needs, forbidden=()) if self.answer.kind == "reference" else needs
            self._run.start(self.forks, Path(self._folder.name), SEED, needs=needs)
        self._run.stand_at(self._place)
        return self._run

    def close(self) -> None:
        """End the notebook's process, if one was needed."""
        if self._run is not None:
            self._run.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._run = self._folder = None


class Cast:
    """The reference and the wrong answers on call. The few that were asked last stay live, for the next question."""

    LIVE = 4

    def __init__(self, assignment: Assignment, store: Store, forks: Forking, cell_limit: float) -> None:
        self._make = lambda answer: RecordedSubject(answer, assignment, store, forks, cell_limit)
        self._subjects: OrderedDict[str, RecordedSubject] = OrderedDict()

    def subject(self, answer: Answer) -> RecordedSubject:
        """The subject of an answer."""
        subject = self._subjects.pop(answer.digest, None) or self._make(answer)
        self._subjects[answer.digest] = subject
        while len(self._subjects) > self.LIVE:
            self._subjects.popitem(last=False)[1].close()
        return subject


def request_key(steps: list[Step], seed: int) -> str:
    """A name for a question: equal questions have equal keys. A time limit is no part of it: it changes no answer."""
    text, buffer = encode([steps, seed])
    return hashlib.sha256(text + b"\0" + buffer).hexdigest()
