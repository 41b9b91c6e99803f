"""Assertions on what a student's code raised: stubs, missing names, errors of theirs, errors that were asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from autograder.expect.mismatch import Mismatch
from autograder.expect.words import capital, names_text
from autograder.probes.kinds import kind_text
from autograder.probes.records import Raised


def is_stub(result: Raised) -> bool:
    """Whether it ended because a task is still the stub that the release came with."""
    return bool(result.stub)


def unwrap(result: Any) -> Any:
    """A step's answer, or the ``Mismatch`` that tells a student what their code raised."""
    if not isinstance(result, Raised):
        return result
    name = result.called.split("(")[0]
    if is_stub(result):
        itself = name in (result.stub, result.stub.rpartition(".")[2]) or not result.own
        raise unwritten(result.stub, "" if itself else result.called)
    missing = re.fullmatch(r"name '(\w+)' is not defined", result.message) if result.type == "NameError" else None
    if missing and not result.function:
        raise undefined(missing[1])
    table = "Trace Shapes:" + result.message.split("Trace Shapes:")[1] if "Trace Shapes:" in result.message else ""
    said = f"{result.type}: {first_lines(result.message)}"
    if result.own:
        message = f"`{result.called}` raised {result.type}{_place(result)}: {first_lines(result.message)}"
        raise Mismatch(f"raised:{result.type}:{name}", message, "", table)
    if result.stop:
        message = f"This check stopped at {result.stop} ({said})."
    elif name:
        given = " or ".join(f"`{one}`" for one in name.split(" or "))
        message = f"What came from {given} could not be used as the text describes it ({said})."
    else:
        message = f"This check could not go on ({said})."
    raise Mismatch(
        f"unusable:{result.type}:{name}", message, "Is everything of the kind that the text asks for?", table
    )


def _place(result: Raised) -> str:
    """At which line of the student's own it was raised, and where that led."""
    if not result.line:
        return ""
    if result.inner:
        return f" at the line `{result.line}`, which led to {result.inner}"
    within = result.function.rpartition(".")[2] == result.called.partition("(")[0].rpartition(".")[2]
    return f" at the line `{result.line}`" + ("" if within else f" of `{result.function}`" if result.function else "")


def unwritten(stub: str, called: str = "") -> Mismatch:
    """What a task that is still to be written is told, and the call that needs it."""
    uses = f"`{called}` needs `{stub}`, which" if called else f"`{stub}`"
    message = f"{uses} is still the stub: it raises NotImplementedError."
    return Mismatch(f"stub:{stub}", message, f"Write `{stub}`, run its cell, then run this again.")


def undefined(name: str) -> Mismatch:
    """What is said of a name that the notebook does not have."""
    message = f"`{name}` is not defined when this cell runs: is its cell above, and does it run without error?"
    return Mismatch(f"undefined:{name}", message)


def first_lines(text: str, limit: int = 300) -> str:
    """An exception's text without Pyro's table of shapes, cut off where it grows long."""
    text = text.split("Trace Shapes:")[0].strip()
    return text if len(text) <= limit else text[:limit] + " …"


def raised(error: Raised | None, kind: str, what: str, *, mentions: Sequence[str] = (), code: str = "") -> None:
    """The call raised an exception of class ``kind`` (or one derived from it) whose text has each of ``mentions``."""
    if error is not None and not isinstance(error, Raised):
        raise Mismatch(f"kind:{code or what}", f"{capital(what)} gave {kind_text(error)}; wanted: {kind}.")
    if error is None:
        raise Mismatch(f"no_error:{code or what}", f"{capital(what)} raised nothing; wanted: {kind}.")
    unwrap(error) if is_stub(error) else None
    if kind not in error.bases:
        raise Mismatch(
            f"error_kind:{code or what}",
            f"{capital(what)} raised {error.type}{_place(error)}: {first_lines(error.message)}; wanted: {kind}.",
        )
    missing = [word for word in mentions if word not in error.message]
    if missing:
        raise Mismatch(
            f"error_text:{code or what}",
            f"{capital(what)} raised {kind} with the text '{first_lines(error.message)}'; "
            f"its text should mention {names_text(set(missing), '', short=True)}.",
        )


def not_raised(error: Raised | None, what: str, *, code: str = "") -> None:
    """The call, of which ``error`` tells what it raised, raised nothing."""
    if error is not None:
        unwrap(error) if is_stub(error) else None
        said = f"{error.type}{_place(error)}: {first_lines(error.message)}"
        raise Mismatch(f"error:{code or what}", f"{capital(what)} should raise nothing here; it raised {said}.")
