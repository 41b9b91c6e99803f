"""The student side's answers: runs a student's function under Pyro's handlers and says in plain data what happened.

Loaded before the student's first line. Every function of torch, pyro and the standard library that it needs is bound
here at import, so a student who overwrites ``pyro.poutine.trace`` or ``json`` breaks only their own answer.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import math
import random
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch

from autograder.probes.frames import place_of, stop_of, stub_of
from autograder.probes.kinds import count, short, value_text
from autograder.probes.records import RECORDS, Axes, Line, Name, Opaque, Plot, Prop, Raised
from autograder.probes.wire import encode

try:
    from autograder.probes import pyro_answers
except ModuleNotFoundError:  # the task is to write a Pyro, and there is none to borrow from
    pyro_answers = None  # type: ignore[assignment]

_BUILTINS = dict(vars(builtins))
_SEEDING = (torch.manual_seed, random.seed, np.random.seed)
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")


def set_seed(seed: int) -> None:
    """Seed torch, random and numpy, as ``pyro.set_rng_seed`` does."""
    for seeding in _SEEDING:
        seeding(seed)


def answer(steps: list[dict[str, Any]], resolve: Callable[[Name | Prop], Any], seed: int, check: str = "") -> list[Any]:
    """Run the steps in order and give one record or value for each; a step that raises ends the list with ``Raised``.

    Args:
        steps: as made by :mod:`autograder.probes`.
        resolve: finds the object behind a ``Name`` or ``Prop``; raises NameError when there is none.
        seed: of torch, numpy and random, set before the first step.
        check: the file name of the cell of a visible check: what is defined there is not the student's.
    """
    results: list[Any] = []
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), _quiet():
        set_seed(seed)
        for step in steps:
            try:
                results.append(_plain(_OPS[step["op"]](_resolved(step, resolve))))
            except (Exception, SystemExit) as error:
                fn = step.get("fn")
                helper = isinstance(fn, Prop) or (bool(check) and _file_of(fn) == check)
                results.append(raised(error, described(step), helper=helper, check=check))
                break
    return results


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Put random states, default dtype and what Pyro keeps for a process back as they were found."""
    states = torch.random.get_rng_state(), np.random.get_state(), random.getstate()
    dtype = torch.get_default_dtype()
    try:
        with pyro_answers.isolated() if pyro_answers else contextlib.nullcontext():
            yield
    finally:
        torch.random.set_rng_state(states[0])
        np.random.set_state(states[1])
        random.setstate(states[2])
        torch.set_default_dtype(dtype)


def handlers() -> Any:
    """The handlers and plates that are entered now, for :func:`put_back`."""
    return pyro_answers.handlers() if pyro_answers else None


def put_back(entered: Any) -> None:
    """Leave every handler and plate that was not entered then."""
    if pyro_answers:
        pyro_answers.put_back(entered)


def live(step: dict[str, Any], seed: int, check: str = "") -> Any:
    """Answer one step about a live function, in this process, leaving nothing behind.

    The answer goes through the wire form, so that a check in the notebook sees exactly what a grader would.
    """
    from autograder.probes.wire import decode

    def nothing(reference: Name | Prop) -> Any:
        raise NameError(f"name '{reference.name}' is not defined")

    with isolated():
        [result] = answer([step], nothing, seed, check)
    return decode(*encode(result))


def raised(error: BaseException, called: str = "", *, helper: bool = False, check: str = "") -> Raised:
    """The record of an exception: its class, its text, and the student's own line that led to it.

    Args:
        called: the call that was made, as a student would write it.
        helper: what was called is a function of the check's or grader's own, which calls the student's.
        check: see ``answer``.
    """
    # a class that merely bears the name of a built-in one is not that one
    bases = [cls.__name__ for cls in type(error).__mro__ if _BUILTINS.get(cls.__name__, cls) is cls is not object]
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception as inner:
        message = f"(its text could not be made: {type(inner).__name__})"
    # an address differs from run to run, and a regrade says what the first grading said
    message = _ADDRESS.sub("0x…", message[:1500])
    place = place_of(error, check)
    own = bool(place.function) or not helper
    if helper and own:
        called = f"{place.function}(…)"
    unread = error.text if isinstance(error, SyntaxError) else None  # of a cell that could not be read, so never ran
    facts = {
        "line": place.line or str(unread or "").strip()[:200],
        "function": place.function,
        "inner": place.inner,
        "stub": stub_of(error),
    }
    return Raised(
        type(error).__name__, bases, message, called=called, **facts, own=own, stop="" if own else stop_of(error, check)
    )


def _file_of(fn: Any) -> str:
    """The file name of a function's or method's code."""
    return getattr(getattr(fn, "__code__", None), "co_filename", "")


def described(step: Mapping[str, Any]) -> str:
    """The call that a step makes, as a student would write it: ``model(tensor[7], n_obs=5)``."""
    fn = step.get("fn")
    if fn is None:
        return step["op"]
    name = fn.name if isinstance(fn, (Name, Prop)) else getattr(fn, "__name__", type(fn).__name__)
    if step["op"] == "value":
        return str(name)
    parts = [_brief(arg) for arg in step.get("args", ())]
    parts += [f"{key}={_brief(arg)}" for key, arg in step.get("kwargs", {}).items()]
    return f"{name}({', '.join(parts)})"


def _brief(arg: Any) -> str:
    if isinstance(arg, torch.Tensor) and arg.numel() <= 3 and arg.dim() <= 1:
        numbers = [short(n, 4) if isinstance(n, float) else str(n) for n in arg.flatten().tolist()]
        return f"tensor([{', '.join(numbers)}])" if arg.dim() else f"tensor({numbers[0]})"
    if isinstance(arg, torch.Tensor):
        return f"tensor of shape {list(arg.shape)}"
    if isinstance(arg, (Name, Prop)):
        return arg.name
    if isinstance(arg, float):
        return short(arg, 4)
    if isinstance(arg, (list, tuple)) and len(arg) > 4:
        return f"{type(arg).__name__} of {count(len(arg), 'entry', 'entries')}"
    if arg is None:
        return "None"
    return getattr(arg, "__name__", "") or value_text(arg).removeprefix("a ")


def _resolved(step: dict[str, Any], resolve: Callable[[Name | Prop], Any]) -> dict[str, Any]:
    """The step with names and props replaced by what they stand for, and tensors copied: a call may change them."""

    def walk(item: Any) -> Any:
        if isinstance(item, (Name, Prop)):
            return resolve(item)
        if isinstance(item, torch.Tensor):
            return item.detach().clone()
        if isinstance(item, list):
            return [walk(part) for part in item]
        if isinstance(item, dict):
            return {key: walk(part) for key, part in item.items()}
        return item

    return {"called": described(step)} | {key: walk(item) for key, item in step.items()}


def _plain(result: Any) -> Any:
    # A record that cannot be encoded is the step's own failure, so find out while the step can still be blamed.
    encode(result)
    return result


def _call(step: dict[str, Any]) -> Any:
    if pyro_answers:
        pyro_answers.prepare(step["fresh"], step["params"])
    return _no_record(step["fn"](*step["args"], **step["kwargs"]))


def _no_record(value: Any) -> Any:
    """A value of the student's, which must not be taken for an answer of ours: ``Raised`` says that a call raised."""
    return Opaque(type(value).__name__) if type(value) in RECORDS.values() else value


def _plot(step: dict[str, Any]) -> Plot:
    import matplotlib.pyplot as plt

    plt.close("all")
    drawn = step["fn"](*step["args"], **step["kwargs"])
    figure = getattr(drawn, "figure", None) or plt.gcf()
    axes = []
    for ax in figure.axes:
        legend = [text.get_text() for text in box.get_texts()] if (box := ax.get_legend()) else []
        lines = [Line(str(line.get_label()), *map(_column, line.get_data())) for line in ax.get_lines()]
        axes.append(Axes(ax.get_title(), ax.get_xlabel(), ax.get_ylabel(), legend, lines))
    plt.close("all")
    return Plot(axes)


def _column(numbers: Any) -> torch.Tensor:
    return torch.as_tensor([float(n) if n is not None else math.nan for n in numbers], dtype=torch.float64)


_OPS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "call": _call,
    "value": lambda step: _no_record(step["fn"]),
    "plot": _plot,
    **(pyro_answers.OPS if pyro_answers else {}),
}
