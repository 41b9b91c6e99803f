"""What students and graders write: checks with a panel, live traces and calls, and every assertion on them.

It imports nothing of the judge and nothing of a course: what a visible check says, it says from what it was given.
"""

from autograder.expect.checks import call, check, error, overview, trace
from autograder.expect.exceptions import not_raised, raised, unwrap
from autograder.expect.fits import fitted, posterior
from autograder.expect.mismatch import Mismatch, hiding, that
from autograder.expect.traces import density, follows, site, sites, slopes, structure
from autograder.expect.values import close, dictionary, differ, equal, floats, length, number, shape
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
    "not_raised",
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
