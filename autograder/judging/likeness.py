"""When two answers to a probe are the same: in every part, or, where random draws decide, as far as they allow."""

from __future__ import annotations

import math
import re
from dataclasses import fields, is_dataclass
from typing import Any

import torch

from autograder.probes.records import Raised, Site, Trace
from autograder.probes.steps import Step, is_deterministic

FEW = 8  # numbers that are compared one by one; of more, what depends on draws is only their mean, spread and course
NEAR = 0.25  # of the way from the reference's answer to the wrong one's


def telling(step: Step, ours: Any, theirs: Any, truth: Any) -> bool:
    """Whether two like answers have a fault in common: what differs from the truth is the same in both.

    Where draws decide, "the same" is to lie much nearer to each other than to the truth. An exception is the same where
    it came from the same function of the student's; one that only the grader's code ran into may have any reason.
    """
    if isinstance(ours, Raised) and isinstance(theirs, Raised):
        place = ours.own and theirs.own and (ours.function, ours.called) == (theirs.function, theirs.called)
        return place and not same_answer(step, theirs, truth)
    if is_deterministic(step):
        return not same_answer(step, theirs, truth)
    (kind, mine), (their_kind, others), (right_kind, right) = map(_facts, (ours, theirs, truth))
    if kind != their_kind or their_kind != right_kind:
        return kind == their_kind
    away = _distance(others, right)
    return away > 0.0 and _distance(mine, others) <= NEAR * away


def same_answer(step: Step, ours: Any, theirs: Any) -> bool:
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
    came = [ours.returned, theirs.returned]
    if not (_facts(came[0])[0] == _facts(came[1])[0] if drawn else _same(*came)):
        return False

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
        return _form(ours) == _form(theirs) and torch.allclose(
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
        return _form(ours) == _form(theirs) and _roughly_tensors(ours.double().flatten(), theirs.double().flatten())
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


def _roughly_tensors(ours: torch.Tensor, theirs: torch.Tensor) -> bool:
    if not torch.equal(ours.isfinite().all(), theirs.isfinite().all()):
        return False
    if not ours.isfinite().all():
        return True
    if len(ours) <= FEW:
        return all(_near(a, b, 0.5, 0.1) for a, b in zip(ours.tolist(), theirs.tolist(), strict=True))
    (mean, sd), (other_mean, other_sd) = ((float(one.mean()), float(one.std())) for one in (ours, theirs))
    return abs(mean - other_mean) <= max(sd, other_sd) + 0.1 and _near(sd, other_sd, 0.5, 0.1)


def _form(tensor: torch.Tensor) -> tuple[tuple[int, ...], bool, bool]:
    """What tells tensors apart before their numbers do: shape, and whether they count, measure, or say yes and no."""
    return tuple(tensor.shape), tensor.dtype.is_floating_point, tensor.dtype == torch.bool


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _near(a: float, b: float, share: float, least: float) -> bool:
    if not (math.isfinite(a) and math.isfinite(b)):
        return a == b or (math.isnan(a) and math.isnan(b))
    return abs(a - b) <= share * max(abs(a), abs(b)) + least


def _facts(answer: Any) -> tuple[Any, list[float]]:
    """An answer as what must be equal in it, in a form that can be compared, and its numbers.

    Of many numbers these are mean, spread and the means of four parts, one after the other.
    """
    if _is_number(answer):
        return "number", [float(answer)]
    if isinstance(answer, list) and answer and all(map(_is_number, answer)):
        answer = torch.tensor(answer, dtype=torch.float64)
    if isinstance(answer, torch.Tensor):
        form, values = _form(answer), answer.double().flatten()
        if len(values) > FEW:
            values = torch.stack([values.mean(), values.std(), *(part.mean() for part in values.chunk(4))])
        return form, values.tolist()
    if is_dataclass(answer):
        answer = {field.name: getattr(answer, field.name) for field in fields(answer)}
    if isinstance(answer, dict):
        answer = [part for key in sorted(answer) for part in (str(key), answer[key])]
    if isinstance(answer, (list, tuple)):
        parts = [_facts(part) for part in answer]
        return [kind for kind, _ in parts], [number for _, numbers in parts for number in numbers]
    return repr(answer), []


def _distance(ours: list[float], theirs: list[float]) -> float:
    """How far two answers with equally many numbers are from each other, each number taken in proportion."""
    total = 0.0
    for a, b in zip(ours, theirs, strict=True):
        if math.isfinite(a) and math.isfinite(b):
            total += ((a - b) / (abs(a) + abs(b) + 0.1)) ** 2
        else:
            total += float(not (a == b or (math.isnan(a) and math.isnan(b))))
    return math.sqrt(total)
