"""Builds the wheel that students install: what checks and pictures import, and nothing else of the kit.

Project data and requirements are those of the installed kit, so students get the versions that it was tested with.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import metadata, requires
from pathlib import Path

from autograder.course import PACKAGE

KIT = "pyro-autograder"
COMMAND = "autograder.desk.command"  # the student's own: check, progress, hint
ENTRANCES = ("autograder.expect", "autograder.show", COMMAND)  # what notebooks import from the kit, and the command

# Of the kit's own requirements those that a student's desk needs. nbgrader gives the Validate button and, where a class
# has an exchange, the one for handing in: 92 MB and 6 s beside 1285 MB and 65 s for the rest, measured on Linux.
NEEDED = (
    "click",
    "ipython",
    "jupyterlab",
    "matplotlib",
    "nbclient",
    "nbformat",
    "nbgrader",
    "numpy",
    "pyro-ppl",
    "rich",
    "scikit-learn",
    "torch",
)


def files() -> list[Path]:
    """The kit's modules that imports of the entrances reach, at whatever depth and wherever in a module they stand."""
    found: set[Path] = set()
    waiting = list(ENTRANCES)
    while waiting:
        path = _file(waiting.pop())
        if path is not None and path not in found:
            found.add(path)
            waiting += _imported(path.read_text(encoding="utf-8"))
    return sorted(found)


def _imported(source: str) -> Iterator[str]:
    """What a module's text imports, with the packages above it; some are no modules but names in one."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _file(module: str) -> Path | None:
    """The file of a module of the kit."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    choices = (path.with_suffix(".py"), path / "__init__.py") if module.split(".")[0] == PACKAGE.name else ()
    return next((choice for choice in choices if choice.is_file()), None)


def requirements() -> list[str]:
    """What the wheel requires, in the kit's own words."""
    own = {re.split(r"[^\w.-]", text)[0]: text for text in requires(KIT) or []}
    return [own[name] for name in NEEDED]


def build(folder: Path) -> Path:
    """Write the wheel into ``folder`` and give its path.

    It bears the kit's name, so that pip lets it never stand beside the whole kit, and a version that tells its content:
    pip does not install a file whose version it has.
    """
    from hatchling.builders.wheel import WheelBuilder

    names = [path.relative_to(PACKAGE.parent).as_posix() for path in files()]
    parts = [*names, *(path.read_text(encoding="utf-8") for path in files()), *requirements()]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    facts = metadata(KIT)
    project = {
        "name": KIT,
        "version": f"{facts['Version']}+student.{digest[:8]}",
        "description": f"{facts['Summary']}: what students install",
        "license": facts["License-Expression"],
        "requires-python": facts["Requires-Python"],
        "dependencies": requirements(),
        "scripts": {"autograder": f"{COMMAND}:main"},
    }
    # The kit may lie in a folder that git ignores, as a virtual environment does.
    building = {"ignore-vcs": True, "targets": {"wheel": {"only-include": names}}}
    builder = WheelBuilder(str(PACKAGE.parent), config={"project": project, "tool": {"hatch": {"build": building}}})
    [wheel] = builder.build(directory=str(folder), versions=["standard"])
    return Path(wheel)
