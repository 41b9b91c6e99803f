"""What a record and a grade depend on, each named by one digest of whole folders: no list of files to forget one in."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from autograder.course import PACKAGE, Assignment

# A subject's answer is made by these rooms of the package, and by nothing else of it.
ANSWERING = ("probes", "child")
# A verdict, its sentences and their way into a gradebook and onto a page; the ground always counts with them.
GRADING = (*ANSWERING, "expect", "show", "subject", "judging", "classroom")


def rooms_digest(rooms: tuple[str, ...], package: Path = PACKAGE, *, ground: bool = False) -> str:
    """Names all code in these folders of the package; with ``ground`` also the modules that lie in none."""
    files = [path for room in rooms for path in sorted((package / room).rglob("*.py"))]
    files += sorted(package.glob("*.py")) if ground else []
    digest = hashlib.sha256(f"{version('torch')} {version('pyro-ppl')}".encode())
    for path in files:
        digest.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _answering() -> str:
    return rooms_digest(ANSWERING)


@cache
def _grading() -> str:
    return rooms_digest(GRADING, ground=True)


@lru_cache(maxsize=64)  # an assignment reads its files once, and its digests with them
def records_digest(assignment: Assignment) -> str:
    """Names what an answer's records depend on besides its own code: student side, props, files, what is forbidden."""
    parts = [_answering().encode(), repr(assignment.forbidden).encode(), files_digest(assignment)]
    return _digest(parts + [file.read_bytes() for file in assignment.named_props])


@lru_cache(maxsize=64)
def grade_digest(assignment: Assignment) -> str:
    """Names everything that a grade depends on besides the submission."""
    folder = assignment.script.parent
    files = [assignment.script, assignment.graders, *sorted(folder.glob("*/*.py")), assignment.release]
    texts = [file.read_bytes() for file in files if file.is_file()]
    return _digest([_grading().encode(), records_digest(assignment).encode(), *texts])


def files_digest(assignment: Assignment) -> bytes:
    """Names the files beside the master notebook; empty where there are none."""
    return b"".join(_digest([name.encode(), content]).encode() for name, content in sorted(assignment.files.items()))


def _digest(parts: list[bytes]) -> str:
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
