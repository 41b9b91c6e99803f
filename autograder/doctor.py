"""Says what this machine offers to a grading run, what is missing, and what would help."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.child import confine
from autograder.course import PACKAGE

PROMISES = {
    "Landlock": "student code reads Python and its own folder only, and writes nowhere else",
    "truncation": "files that it may read cannot be emptied",
    "signals": "it cannot signal a process outside",
    "seccomp": "no sockets, no other programs, no modes, owners and times of files, no tracing",
    "system calls": "each call that is to be refused is known by its number, and so is what is newer than they",
}


@dataclass(frozen=True)
class Check:
    """One line of the report: ``good`` is None for a remark."""

    name: str
    good: bool | None
    text: str


def examine() -> Iterator[Check]:
    """Look at the machine. A check that is not good keeps some promise from holding."""
    yield Check("system", None, f"{platform.system()} {platform.release()}, Python {platform.python_version()}")
    lacks = confine.missing()
    if "confinement" in lacks:
        yield Check("confinement", False, lacks["confinement"])
    else:
        for name, promise in PROMISES.items():
            yield Check(name, name not in lacks, lacks.get(name, promise))
        yield _user()
    has_alembic = shutil.which("alembic", path=str(Path(sys.executable).parent)) is not None
    text = (
        "nbgrader can make a gradebook" if has_alembic else "nbgrader needs the command alembic: install the kit again"
    )
    yield Check("alembic", has_alembic, text)
    has_data = importlib.util.find_spec("sklearn") is not None
    text = (
        "scikit-learn's data sets are there for the lessons that take them"
        if has_data
        else "lessons with real data take them from scikit-learn, which is missing: install the kit again"
    )
    yield Check("real data", has_data, text)
    has_graders = (PACKAGE / "graders").is_dir()
    text = (
        "the hidden graders are installed"
        if has_graders
        else "this is the students' package: there are no graders in it"
    )
    yield Check("graders", has_graders, text)


def _user() -> Check:
    if os.geteuid() != 0:
        return Check(
            "user",
            None,
            "student code runs as you, inside the confinement above; a user of its own would be one wall more",
        )
    if confine.private_python():
        where = Path(sys.base_prefix)
        return Check(
            "user",
            None,
            f"student code runs as an unprivileged user that may read what Landlock shows it ({where} is private)",
        )
    return Check("user", True, "student code runs as an unprivileged user of its own")


def in_one_line(confined: bool) -> str:
    """What a report says of the confinement under which it was made."""
    if not confined:
        return "Student code ran WITHOUT confinement (--sandbox none)."
    weak = [name for name in confine.missing() if name in PROMISES]
    return f"Student code ran confined, except: {', '.join(weak)}." if weak else "Student code ran confined."
