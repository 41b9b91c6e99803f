"""What kind of thing a value is, in words that a student knows, and never an object's own text."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

from autograder.probes.records import Opaque, Raised, Trace

_SHOWN = 60  # characters of a value that is short enough to be shown itself


def short(value: float, digits: int) -> str:
    """A float with so many significant digits and all of its whole part: 0.3333, 12346, 2.3e-06.

    What is whole, or rounds to it, still looks like a float: 1.0, 12345.0. Numbers from ten million on, and those below
    0.0001, are written with a power of ten.
    """
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= 10**7:
        return f"{value:.{digits - 1}e}"
    whole = len(str(int(abs(value))))
    text = f"{value:.0f}" if whole >= digits else f"{value:.{digits}g}"
    return f"{text}.0" if text.lstrip("-").isdigit() and (value.is_integer() or whole < digits) else text


def count(n: int, thing: str, things: str = "") -> str:
    """So many things: "1 entry", "3 entries"."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"


def kind_text(value: Any) -> str:
    """What a value is: "a list of 3 entries", "a tensor of shape [7]"; numbers and short plain values are shown."""
    if value is None:
        return "None (a function without `return` gives None)"
    if isinstance(value, (torch.Tensor, np.ndarray)):
        return f"a {'tensor' if isinstance(value, torch.Tensor) else 'numpy array'} of shape {list(value.shape)}"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float, str)):
        kind = {int: "the whole number", float: "the number"}.get(type(value), "the text")
        return f"{kind} {_plain(value)}" if _plain(value) else "a long text"
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        return _container(value)
    if isinstance(value, Opaque):
        return _of_type(value.type)
    if isinstance(value, Raised):
        return f"an exception, {value.type}"
    if isinstance(value, BaseException):
        return f"an exception, {type(value).__name__}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return "a trace" if isinstance(value, Trace) else _of_type(type(value).__name__)


def value_text(value: Any) -> str:
    """A value that is plain and short as it would be written; else, and for None, what kind of thing it is."""
    return kind_text(value) if value is None else _plain(value) or kind_text(value)


def _of_type(name: str) -> str:
    plain = {"function": "a function", "method": "a method", "generator": "a generator", "module": "a module"}
    return plain.get(name, f"an object of type {name}")


def _container(value: Any) -> str:
    kinds = ((dict, "a dictionary"), (tuple, "a tuple"), (list, "a list"))
    name = next((name for kind, name in kinds if isinstance(value, kind)), "a set")
    if not value:
        return f"an empty {name.removeprefix('a ')}"
    if isinstance(value, dict):
        keys = ", ".join(map(repr, value)) if all(isinstance(key, str) for key in value) else ""
        if keys and len(keys) <= _SHOWN:
            return f"{name} with the {'entry' if len(value) == 1 else 'entries'} {keys}"
    return f"{name} of {count(len(value), 'entry', 'entries')}"


def _plain(value: Any) -> str:
    """The text of a plain value, or nothing where it is not plain or grows long."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        text = repr(value)
    elif isinstance(value, float):
        text = short(value, 6)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        parts = [(repr(key), _plain(part)) for key, part in value.items()]
        text = f"{{{', '.join(f'{key}: {part}' for key, part in parts)}}}" if all(part for _, part in parts) else ""
    elif isinstance(value, (list, tuple)):
        shown = [_plain(part) for part in value]
        ends = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
        text = f"{ends[0]}{', '.join(shown)}{ends[1]}" if all(shown) else ""
    else:
        text = ""
    return text if len(text) <= _SHOWN else ""
