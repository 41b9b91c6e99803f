"""The walls that import-linter cannot see: who imports graders and tests (nobody), and where a module's tests stand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.course import PACKAGE

FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] != "tests"]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_but_tests_imports_graders_or_tests(path):
    for name in imported(path):
        assert not name.startswith(("autograder.graders", "autograder.tests", "autograder.cli", "."))


def test_graders_import_what_notebooks_do_and_nothing_else_of_the_kit():
    for path in sorted((PACKAGE / "graders").glob("test_*.py")):
        own = {name for name in imported(path) if name.startswith("autograder")}
        assert all(name.startswith(("autograder.expect", "autograder.probes")) for name in own), path.name


def test_few_modules_lie_flat():
    assert {path.name for path in PACKAGE.glob("*.py")} == {
        "__init__.py",
        "cli.py",
        "course.py",
        "doctor.py",
        "notebooks.py",
        "settings.py",
    }


def test_every_room_says_what_it_guarantees_and_every_module_has_its_idea():
    for path in FILES:
        if "graders" not in path.parts and "templates" not in path.parts:
            text = ast.get_docstring(ast.parse(path.read_text()))
            assert text, path
            assert len(text.splitlines()[0]) > 15, path


def test_every_module_has_its_test_file_in_the_mirrored_folder():
    modules = [path.relative_to(PACKAGE) for path in FILES if path.name != "__init__.py"]
    own = [path for path in modules if path.parts[0] not in ("graders", "templates")]
    files = {path: PACKAGE / "tests" / path.parent / f"test_{path.name}" for path in own}
    assert len(files) > 80
    without = [str(path) for path, file in files.items() if not file.is_file() or "def test_" not in file.read_text()]
    assert without == []
