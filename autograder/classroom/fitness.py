"""What a machine has to be like to judge for another one: it gives the same results, behind the same locked door."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version

from autograder.child import confine
from autograder.judging.digests import GRADING, rooms_digest

_WEAKER = frozenset({"truncation", "signals"})  # without the other promises nothing is confined


@dataclass(frozen=True)
class Wanted:
    """What is asked of a machine.

    Attributes:
        versions: by what a person calls it; the kit's is a digest of its code.
        confined: whether student code is to be confined.
        may_lack: the promises that this run's report says are not kept.
        cell_limit: seconds for each cell.
    """

    versions: dict[str, str]
    confined: bool
    may_lack: frozenset[str]
    cell_limit: float

    @staticmethod
    def of_this_machine(confined: bool, cell_limit: float) -> Wanted:
        """A machine like this one, or one that confines better."""
        return Wanted(_versions(), confined, _WEAKER & set(confine.missing()), cell_limit)

    def lacking(self) -> str:
        """Why the machine that this runs on is not such a one, as a sentence that lacks its subject; or nothing."""
        here = _versions()
        for name, wanted in self.versions.items():
            if here[name] != wanted:
                return f"has {name} {here[name]}, and this run has {wanted}" if name != _KIT else f"has another {_KIT}"
        for name, text in confine.missing().items() if self.confined else ():
            if name not in self.may_lack:
                return f"cannot confine student code: {text}"
        return ""


_KIT = "state of the kit"


def _versions() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    kit = rooms_digest(GRADING, ground=True)
    return {"Python": python, "torch": version("torch"), "Pyro": version("pyro-ppl"), _KIT: kit}
