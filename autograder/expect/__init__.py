"""What students and graders write: checks with a panel, live traces and calls, and every assertion on them.

It imports nothing of the judge and nothing of a course: what a visible check says, it says from what it was given.
"""

from autograder.expect.assertions import (
    Mismatch,
    close,
    density,
    dictionary,
    differ,
    equal,
    fitted,
    floats,
    follows,
    hiding,
    length,
    number,
    posterior,
    raised,
    shape,
    site,
    sites,
    slopes,
    structure,
    that,
    unwrap,
)
from autograder.expect.checks import call, check, error, overview, trace
from autograder.expect.written import when_written

__all__ = [
    "Mismatch",
    "call",
    "check",
    "close",
    "density",
    "dictionary",
    "differ",
    "equal",
    "error",
    "fitted",
    "floats",
    "follows",
    "hiding",
    "length",
    "number",
    "overview",
    "posterior",
    "raised",
    "shape",
    "site",
    "sites",
    "slopes",
    "structure",
    "that",
    "trace",
    "unwrap",
    "when_written",
]
