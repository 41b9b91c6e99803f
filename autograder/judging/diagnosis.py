"""Diagnosis by simulation: which known wrong answer answers a grader's questions as the student's notebook did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from autograder.course import Answer, Assignment
from autograder.judging import likeness
from autograder.judging.foundations import Part, parts
from autograder.judging.recorded import request_key
from autograder.judging.status import Status
from autograder.judging.verdicts import Verdict

Verdicts = Callable[[Answer, Iterable[str]], Mapping[str, Verdict]]
Mutants = Callable[[str, Verdict], Iterable[Answer]]
ELSEWHERE = 1  # tasks below an explained one that may have failed for a reason of their own


class Diagnosis:
    """Finds the misconception behind a student's failures, if a wrong answer of the assignment shows the same ones.

    Where none does, mutants of the reference are looked at, whose hints are in general words. ``verdicts_of`` judges an
    answer of the course's own under the student's variants, ``mutants_of`` gives those that may have failed a cell in
    this way first. ``in_time`` says whether another answer may be simulated; ``cut_off``, afterwards, whether one was
    left out.
    """

    def __init__(
        self,
        assignment: Assignment,
        verdicts_of: Verdicts,
        in_time: Callable[[], bool] = lambda: True,
        mutants_of: Mutants = lambda grade_id, verdict: (),
    ) -> None:
        self.assignment, self.verdicts_of, self.in_time = assignment, verdicts_of, in_time
        self.mutants_of = mutants_of
        self.cut_off = False
        self._parts = parts(assignment.master)

    def hints(self, verdicts: Mapping[str, Verdict]) -> dict[str, Answer]:
        """The wrong answer behind each failure, by grade_id; a failure that none or several explain has none.

        A wrong answer that would have lost points which the student kept is not the student's, and is not even run:
        simulating a fit is dear. Of the others, those that would have lost the most go first, and one that explains
        fewer cells than another is not told there.
        """
        failed = [g for g, verdict in verdicts.items() if verdict.status.diagnosed]
        open_cells = {g for g in failed if not _is_not_there(verdicts[g])}
        possible = [wrong for wrong in self.assignment.wrong if set(wrong.caught_by) <= set(failed)]
        best: dict[str, tuple[int, list[Answer]]] = {}
        for wrong in sorted(possible, key=lambda wrong: -len(wrong.caught_by)):
            size = len(wrong.caught_by)
            if not any(best.get(g, (0,))[0] <= size for g in open_cells & set(wrong.caught_by)):
                continue
            if not self.in_time():  # this one might explain as much as those that were found
                self.cut_off = True
                return {g: found[0] for g, (most, found) in best.items() if most > size and len(found) == 1}
            explained = self._explained(wrong, verdicts)
            for grade_id in open_cells & explained:
                most, found = best.get(grade_id, (0, []))
                if len(explained) >= most:
                    best[grade_id] = len(explained), [*(found if len(explained) == most else []), wrong]
        hints = {g: best[g][1][0] for g in failed if g in best and len(best[g][1]) == 1}
        for part in self._parts:
            if not set(part.cells) & set(best):
                hints = self._mutant(part, verdicts) | hints
        return hints

    def _explained(self, wrong: Answer, verdicts: Mapping[str, Verdict]) -> set[str]:
        """The cells in which a wrong answer failed as the student did; none where nothing tells it from other ways.

        A task's failures are explained all together or not at all. Where it uses an earlier task that failed, they are
        explained with that one's: what fails there may be a consequence of that, and the task's own answer right. And
        where several tasks that use an explained one fail in other ways, the fault above is another.
        """
        explained: set[int] = set()
        unexplained: set[int] = set()
        told_apart = False
        for place, part in enumerate(self._parts):
            lost = self._lost(part, verdicts)
            if not lost:
                continue
            unexplained.add(place)
            if part.stands_on & unexplained or set(lost) != set(part.cells) & set(wrong.caught_by):
                continue
            simulated = self.verdicts_of(wrong, lost)
            if all(g in simulated and alike(verdicts[g], simulated[g]) for g in lost):
                unexplained.discard(place)
                explained.add(place)
                told_apart = told_apart or any(self._tells(g, verdicts[g], simulated[g]) for g in lost)
        elsewhere = [place for place in unexplained if self._parts[place].stands_on & explained]
        if not told_apart or len(elsewhere) > ELSEWHERE:
            return set()
        return {g for place in explained for g in self._parts[place].cells if g in wrong.caught_by}

    def _mutant(self, part: Part, verdicts: Mapping[str, Verdict]) -> dict[str, Answer]:
        """The mutant of a task that fails as the student did, by the cells that it explains.

        Where several do, their hint has to be one.
        """
        lost = self._lost(part, verdicts)
        found: dict[str, dict[str, Answer]] = {}
        for mutant in self.mutants_of(lost[0], verdicts[lost[0]]) if lost else ():
            if not self.in_time():
                self.cut_off = True
                return {}
            if mutant.hint not in found and (explained := self._explained_by(mutant, part, lost, verdicts)):
                found[mutant.hint] = dict.fromkeys(explained, mutant)
        return next(iter(found.values())) if len(found) == 1 else {}

    def _explained_by(self, mutant: Answer, part: Part, lost: list[str], verdicts: Mapping[str, Verdict]) -> set[str]:
        """The cells that a mutant of a part explains, as a wrong answer does; none if it does not fail as here."""
        here = self.verdicts_of(mutant, part.cells)
        if [g for g in part.cells if g in here and here[g].status.diagnosed] != lost:
            return set()
        if not all(alike(verdicts[g], here[g]) for g in lost):
            return set()
        place = self._parts.index(part)
        below = [g for other in self._parts if place in other.stands_on for g in self._lost(other, verdicts)]
        fails = [g for g, verdict in self.verdicts_of(mutant, below).items() if verdict.status.diagnosed]
        return self._explained(replace(mutant, caught_by=(*lost, *fails)), verdicts)

    @staticmethod
    def _lost(part: Part, verdicts: Mapping[str, Verdict]) -> list[str]:
        """The cells of a part that lost points; none where it is still to be written."""
        lost = [g for g in part.cells if g in verdicts and verdicts[g].status.diagnosed]
        return [] if all(_is_not_there(verdicts[g]) for g in lost) else lost

    def _tells(self, grade_id: str, student: Verdict, wrong: Verdict) -> bool:
        right = self.verdicts_of(self.assignment.reference, [grade_id]).get(grade_id)
        return right is not None and telling(student, wrong, right)


def _is_not_there(verdict: Verdict) -> bool:
    """Whether a task is still to be written: that is no misconception, and its message says all there is to say."""
    return verdict.code.startswith(("stub", "undefined:"))


def alike(student: Verdict, wrong: Verdict) -> bool:
    """Whether two failures are the same: the same expectation, and the same records before it.

    What depends on random draws has to be the same roughly: all that fails the quality of a fit fails the same
    expectation, and a guide that was never trained is not one whose steps were too large.
    """
    if student.status != wrong.status or student.code != wrong.code:
        return False
    if len(student.exchanges) != len(wrong.exchanges):
        return False
    return all(
        len(ours) == len(theirs) and all(map(likeness.same_answer, steps, ours, theirs))
        for (steps, _, ours), (_, _, theirs) in zip(student.exchanges, wrong.exchanges, strict=True)
    )


def telling(student: Verdict, wrong: Verdict, right: Verdict) -> bool:
    """Whether two failures that are alike have more in common than that they failed.

    There has to be an answer in which the wrong one is not what the reference's is, and the student's is as the wrong
    one's: all that fails the quality of a fit looks alike, and two faults that an expectation finds first are not one.
    An end by time, memory or a crash is such an answer: the reference has none.
    """
    if student.status in (Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.CRASHED) or student.code == "refused":
        return True
    truths = {request_key(steps, seed): truth for steps, seed, truth in right.exchanges}
    for (steps, seed, ours), (_, _, theirs) in zip(student.exchanges, wrong.exchanges, strict=True):
        truth = truths.get(request_key(steps, seed), [])
        if any(likeness.telling(*one) for one in zip(steps, ours, theirs, truth, strict=False)):
            return True
    return False
