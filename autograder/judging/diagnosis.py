"""Diagnosis by simulation: which known wrong answer answers a grader's questions as the student's notebook did."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import torch

from autograder.course import Answer, Assignment
from autograder.judging.verdicts import Verdict
from autograder.probes.records import Raised, Site, Trace
from autograder.probes.steps import Step, is_deterministic

WrongVerdicts = Callable[[Answer, Iterable[str]], Mapping[str, Verdict]]


class Diagnosis:
    """Finds the misconception behind a student's failures, if a wrong answer of the assignment shows the same ones.

    ``in_time`` says whether another wrong answer may be simulated; ``cut_off``, afterwards, whether one was left out.
    """

    def __init__(
        self, assignment: Assignment, verdicts_of: WrongVerdicts, in_time: Callable[[], bool] = lambda: True
    ) -> None:
        self.assignment, self.verdicts_of, self.in_time = assignment, verdicts_of, in_time
        self.cut_off = False

    def hints(self, verdicts: Mapping[str, Verdict]) -> dict[str, Answer]:
        """The wrong answer behind each failure, by grade_id; a failure that none or several explain has none.

        A wrong answer that would have lost points which the student kept is not the student's, and is not even run:
        simulating a fit is dear. Of the others, those that would have lost the most go first.
        """
        failed = [g for g, verdict in verdicts.items() if verdict.status.diagnosed]
        possible = [wrong for wrong in self.assignment.wrong if set(wrong.caught_by) <= set(failed)]
        found: dict[str, Answer] = {}
        # A task that is not there yet is no misconception: its message says all there is to say.
        open_cells = {g for g in failed if not verdicts[g].code.startswith(("stub", "undefined:"))}
        for size in sorted({len(wrong.caught_by) for wrong in possible}, reverse=True):
            group = [wrong for wrong in possible if len(wrong.caught_by) == size and open_cells & set(wrong.caught_by)]
            explains = {wrong.name: self._explained(wrong, verdicts) for wrong in group}
            if self.cut_off:  # one that was left out might explain as much
                return found
            for grade_id in sorted(open_cells & set().union(*explains.values())):
                candidates = [wrong for wrong in group if grade_id in explains[wrong.name]]
                most = max(len(explains[wrong.name]) for wrong in candidates)
                best = [wrong for wrong in candidates if len(explains[wrong.name]) == most]
                open_cells.discard(grade_id)
                if len(best) == 1:
                    found[grade_id] = best[0]
        return found

    def _explained(self, wrong: Answer, verdicts: Mapping[str, Verdict]) -> set[str]:
        """The cells in which a wrong answer failed as the student did."""
        self.cut_off = self.cut_off or not self.in_time()
        if self.cut_off:
            return set()
        simulated = self.verdicts_of(wrong, wrong.caught_by)
        return {g for g in wrong.caught_by if g in simulated and alike(verdicts[g], simulated[g])}


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
        len(ours) == len(theirs) and all(map(_same_answer, steps, ours, theirs))
        for (steps, _, ours), (_, _, theirs) in zip(student.exchanges, wrong.exchanges, strict=True)
    )


def _same_answer(step: Step, ours: Any, theirs: Any) -> bool:
    if isinstance(ours, Raised) or isinstance(theirs, Raised):
        return isinstance(ours, Raised) and isinstance(theirs, Raised) and _kind(ours) == _kind(theirs)
    if not is_deterministic(step):
        return _roughly(ours, theirs)
    if isinstance(ours, Trace) and isinstance(theirs, Trace):
        return _same_trace(ours, theirs)
    return _same(ours, theirs)


def _kind(error: Raised) -> tuple[str, str]:
    """An exception's class and its text without numbers: shapes and values differ between equal mistakes."""
    return error.type, re.sub(r"[-+\d.]+(e[-+]?\d+)?", "#", error.message.split("Trace Shapes:")[0])


def _same_trace(ours: Trace, theirs: Trace) -> bool:
    if set(ours.sites) != set(theirs.sites):
        return False
    drawn = bool(ours.latent)  # where a site was drawn anew, no value behind it can be compared

    def same_site(mine: Site, other: Site) -> bool:
        facts = ("kind", "observed", "batch_shape", "event_shape", "family", "size", "constraint", "masked")
        if any(getattr(mine, fact) != getattr(other, fact) for fact in facts):
            return False
        if set(mine.plates) != set(other.plates) or not _same(mine.scale, other.scale):
            return False
        if drawn and mine.kind != "param":
            return True
        return _same(mine.value, other.value) and _same(mine.log_prob, other.log_prob)

    return all(same_site(ours.sites[name], theirs.sites[name]) for name in ours.sites)


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, torch.Tensor) and isinstance(theirs, torch.Tensor):
        return ours.shape == theirs.shape and torch.allclose(
            ours.double(), theirs.double(), rtol=1e-3, atol=1e-4, equal_nan=True
        )
    if isinstance(ours, float) and isinstance(theirs, float):
        return _same(torch.tensor(ours), torch.tensor(theirs))
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if isinstance(ours, dict):
        return set(ours) == set(theirs) and all(_same(ours[key], theirs[key]) for key in ours)
    if is_dataclass(ours):
        return all(_same(getattr(ours, f.name), getattr(theirs, f.name)) for f in fields(ours))
    return bool(ours == theirs)


def _roughly(ours: Any, theirs: Any) -> bool:
    """Whether two answers that depend on random draws may be those of equal programs.

    Few numbers are compared one by one, to within half of the larger; many by their mean and spread.
    """
    if _is_number(ours) and _is_number(theirs):
        return _near(float(ours), float(theirs), 0.5, 0.1)
    if isinstance(ours, list) and ours and all(map(_is_number, ours)):
        ours = torch.tensor(ours, dtype=torch.float64)
    if isinstance(theirs, list) and theirs and all(map(_is_number, theirs)):
        theirs = torch.tensor(theirs, dtype=torch.float64)
    if isinstance(ours, torch.Tensor) and isinstance(theirs, torch.Tensor):
        return ours.shape == theirs.shape and _roughly_tensors(ours.double().flatten(), theirs.double().flatten())
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(_roughly, ours, theirs))
    if isinstance(ours, dict):
        return set(ours) == set(theirs) and all(_roughly(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, Trace):
        return set(ours.sites) == set(theirs.sites)
    if is_dataclass(ours):
        return all(_roughly(getattr(ours, f.name), getattr(theirs, f.name)) for f in fields(ours))
    return bool(ours == theirs)


FEW = 8  # numbers


def _roughly_tensors(ours: torch.Tensor, theirs: torch.Tensor) -> bool:
    if not torch.equal(ours.isfinite().all(), theirs.isfinite().all()):
        return False
    if not ours.isfinite().all():
        return True
    if len(ours) <= FEW:
        return all(_near(a, b, 0.5, 0.1) for a, b in zip(ours.tolist(), theirs.tolist(), strict=True))
    (mean, sd), (other_mean, other_sd) = ((float(one.mean()), float(one.std())) for one in (ours, theirs))
    return abs(mean - other_mean) <= max(sd, other_sd) + 0.1 and _near(sd, other_sd, 0.5, 0.1)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _near(a: float, b: float, share: float, least: float) -> bool:
    if not (math.isfinite(a) and math.isfinite(b)):
        return a == b or (math.isnan(a) and math.isnan(b))
    return abs(a - b) <= share * max(abs(a), abs(b)) + least
