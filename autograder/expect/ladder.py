"""The ladder of a check: from "not defined yet" to "almost", the state that a failed expectation shows."""

from __future__ import annotations

import re

from autograder.expect.mismatch import Mismatch

# By the first word of the expectation's code: the words of the badge, and the panel's tone.
_STATES = {
    "undefined": ("not defined yet", "idle"),
    "stub": ("still the stub", "idle"),
    "arguments": ("wrong arguments", "bad"),
    "raised": ("raised an error", "bad"),
    "unusable": ("cannot be used", "bad"),
    "kind": ("wrong kind of value", "bad"),
    "site": ("wrong sites", "bad"),
    "sites": ("wrong sites", "bad"),
    "observed": ("wrong sites", "bad"),
    "plates": ("wrong plates", "bad"),
    "plate_size": ("wrong plates", "bad"),
    "plate_dim": ("wrong plates", "bad"),
    "shape": ("wrong shape", "bad"),
    "batch_shape": ("wrong shape", "bad"),
    "event_shape": ("wrong shape", "bad"),
    "length": ("wrong shape", "bad"),
    "finite": ("not finite", "bad"),
}
_NOTHING = "is None (a function without `return`"
_NOT_FINITE = re.compile(r"\b(nan|inf)\b")


def state(mismatch: Mismatch) -> tuple[str, str]:
    """The words of the badge and the tone of the panel."""
    kind = mismatch.code.partition(":")[0]
    came = mismatch.message.partition(";")[0]  # behind it stands what was wanted
    if mismatch.near:
        return "almost", "part"
    if kind in ("kind", "equal") and _NOTHING in came:
        return "nothing returned", "bad"
    if kind in ("close", "density") and _NOT_FINITE.search(came):
        return "not finite", "bad"
    return _STATES.get(kind, ("not yet", "bad"))


def lines(mismatch: Mismatch) -> list[tuple[str, str]]:
    """The sentences of the panel."""
    first, *rest = mismatch.lines()
    return [first, ("", "That is close, but not equal."), *rest] if mismatch.near else [first, *rest]
