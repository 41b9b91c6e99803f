"""Assertions on values: numbers, tensors, lists, dictionaries, texts; the kind and the shape are looked at first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import torch

from autograder.expect.mismatch import Mismatch, is_hiding
from autograder.expect.words import capital, names_text, number_text
from autograder.probes.kinds import count, kind_text, value_text
from autograder.probes.records import Opaque


def as_tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


def near_to(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> bool:
    return _why_not_close(got, want, rtol, atol) is None


def _why_not_close(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> str | None:
    try:
        torch.testing.assert_close(got, want, rtol=rtol, atol=atol, equal_nan=True, check_dtype=False)
    except AssertionError as difference:
        return str(difference)
    return None


def close(got: Any, want: Any, what: str, *, rtol: float = 1e-4, atol: float = 1e-4, code: str = "") -> None:
    """Numbers, tensors or (nested) lists of numbers are close; the kind and the shape are looked at first.

    Args:
        what: a phrase for the message, such as "the second value that fit(data) returned".
    """
    # a grader's own wanted value is never the student's fault; a check's may come from an earlier task
    wanted = as_tensor(want) if is_hiding() else _numbers(want, f"what {what} is held against", "numbers", code)
    shape(got, wanted.shape, what, code=code)
    reason = _why_not_close(as_tensor(got), wanted, rtol, atol)
    if reason is not None:
        came = f"{capital(what)} is {number_text(as_tensor(got))}"
        near = near_to(as_tensor(got), wanted, max(0.05, 2 * rtol), 2 * atol)
        raise Mismatch(f"close:{code or what}", f"{came}; {_wanted(wanted, reason)}.", near=near)


def _wanted(want: torch.Tensor, reason: str) -> str:
    """What was wanted instead; in a notebook with torch's own count and place of the differences."""
    if is_hiding():
        return "that is not what the text asks for"
    facts = [
        line.strip().rstrip(".") for line in reason.splitlines() if line.startswith(("Mismatched", "Greatest abs"))
    ]
    return "; ".join([f"wanted: {number_text(want)}", *(fact[:1].lower() + fact[1:] for fact in facts)])


def equal(got: Any, want: Any, what: str, *, code: str = "") -> None:
    """Strings, whole numbers, bools, None, or lists and dictionaries of those, are equal."""
    if not _same(got, want):
        wanted = "that is not what the text asks for" if is_hiding() else f"wanted: {_told_apart(want, got)}"
        raise Mismatch(f"equal:{code or what}", f"{capital(what)} is {value_text(got)}; {wanted}.")


def _told_apart(want: Any, got: Any) -> str:
    """The wanted value, with its kind where it would look the same as the one that came."""
    text = "None" if want is None else value_text(want)
    return text if text != value_text(got) else f"{text}, {_of_kind(want)} and not {_of_kind(got)}"


def _of_kind(value: Any) -> str:
    return f"of type {type(value).__name__}"


def _same(got: Any, want: Any) -> bool:
    # element by element, since what came may hold anything, tensors too, for which == is no answer
    if type(got) is not type(want):
        return False
    if isinstance(want, list):
        return len(got) == len(want) and all(map(_same, got, want))
    if isinstance(want, dict):
        return set(got) == set(want) and all(_same(got[key], want[key]) for key in want)
    return bool(got == want)


def shape(value: Any, wanted: Sequence[int], what: str, *, code: str = "") -> None:
    """The value is numeric and has this shape; a list of numbers has the shape [n], a number []."""
    got = list(_numbers(value, what, "a list of numbers" if len(wanted) else "a number", code).shape)
    if got != list(wanted):
        raise Mismatch(f"shape:{code or what}", f"{capital(what)} has shape {got}; wanted: {list(wanted)}.")


def _numbers(value: Any, what: str, kind: str, code: str) -> torch.Tensor:
    try:
        if isinstance(value, (str, bool, Opaque)) or value is None:
            raise TypeError
        return as_tensor(value)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        raise Mismatch(f"kind:{code or what}", f"{capital(what)} is {kind_text(value)}; wanted: {kind}.") from None


def number(value: Any, what: str, *, code: str = "") -> float:
    """A single finite Python number (an int or a float, not a tensor). Gives it as a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Mismatch(
            f"kind:{code or what}",
            f"{capital(what)} is {kind_text(value)}; wanted: a plain number.",
            "`.item()` turns a tensor with one element into a Python number.",
        )
    if not math.isfinite(value):
        raise Mismatch(f"finite:{code or what}", f"{capital(what)} is {value}; wanted: a finite number.")
    return float(value)


def length(value: Any, n: int, what: str, *, code: str = "") -> None:
    """A list (or one-dimensional tensor) of ``n`` entries."""
    if not isinstance(value, (list, torch.Tensor)) or (isinstance(value, torch.Tensor) and value.dim() != 1):
        wanted = count(n, "entry", "entries")
        raise Mismatch(f"kind:{code or what}", f"{capital(what)} is {kind_text(value)}; wanted: a list of {wanted}.")
    if len(value) != n:
        has = count(len(value), "entry", "entries")
        raise Mismatch(f"length:{code or what}", f"{capital(what)} has {has}; wanted: {n}.")


def floats(value: Any, what: str, n: int | None = None, *, code: str = "") -> list[float]:
    """A list of finite plain floats, ``n`` of them where that is said; no tensor, and none among them. Gives it."""
    if not isinstance(value, list):
        wanted = "a list of plain floats"
        raise Mismatch(f"kind:{code or what}", f"{capital(what)} is {kind_text(value)}; wanted: {wanted}.")
    if n is not None:
        length(value, n, what, code=code)
    for entry in value:
        if not isinstance(entry, float):
            raise Mismatch(
                f"kind:{code or what}",
                f"An entry of {what} is {kind_text(entry)}; wanted: a plain Python float.",
                "`.item()` turns a tensor with one element into a Python number, `.tolist()` one with many.",
            )
        if not math.isfinite(entry):
            raise Mismatch(f"finite:{code or what}", f"An entry of {what} is {entry}; wanted: a finite number.")
    return value


def dictionary(value: Any, what: str, keys: Iterable[str] | None = None, *, code: str = "") -> dict[str, Any]:
    """A dictionary, with exactly these keys where they are said, in any order. Gives it."""
    if not isinstance(value, dict):
        raise Mismatch(f"kind:{code or what}", f"{capital(what)} is {kind_text(value)}; wanted: a dictionary.")
    if keys is not None and set(value) != set(keys):
        hidden = "those are not what the text asks for"
        wanted = hidden if is_hiding() else f"wanted: {names_text(set(keys), '', short=True)}"
        differing = ",".join(sorted(map(str, set(value) ^ set(keys))))
        message = f"{capital(what)} has {names_text(set(value), 'key')}; {wanted}."
        raise Mismatch(f"keys:{code or what}:{differing}", message)
    return value


def differ(a: Any, b: Any, what: str, *, code: str = "") -> None:
    """Two values are not the same to within rounding: fresh draws, or answers that must depend on something."""
    first, second = (_numbers(value, what, "numbers", code) for value in (a, b))
    if near_to(first, second, 1e-6, 1e-6):
        raise Mismatch(f"differ:{code or what}", f"{capital(what)}: both are the same; wanted: two that differ.")
