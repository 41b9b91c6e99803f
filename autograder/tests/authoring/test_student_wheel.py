"""The student's wheel: modules found by following imports, and the same content the same file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.authoring import student_wheel


@pytest.fixture
def small_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in which imports hide in all places, with modules that none of them reaches."""
    texts = {
        "__init__.py": "",
        "expect.py": "import json\nfrom autograder.panel import Panel\ndef late():\n    from autograder import deep\n",
        "panel.py": "class Panel: ...\n",
        "deep.py": "try:\n    import autograder.pictures.bars as bars\nexcept ImportError:\n    bars = None\n",
        "pictures/__init__.py": "",
        "pictures/bars.py": "from autograder import expect, Missing\n",
        "pictures/unused.py": "",
        "show/__init__.py": "from autograder.show import lines\n",
        "show/lines.py": "",
        "graders/test_it.py": "",
        "grading.py": "from autograder import expect\n",
    }
    package = tmp_path / "site" / "autograder"
    for name, text in texts.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    monkeypatch.setattr(student_wheel, "PACKAGE", package)
    return package


def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name.removeprefix("autograder/") for name in archive.namelist() if "dist-info" not in name}


def test_modules_are_found_wherever_they_are_imported(small_kit: Path, tmp_path: Path) -> None:
    assert in_wheel(student_wheel.build(tmp_path)) == {
        "__init__.py",
        "expect.py",
        "panel.py",
        "deep.py",
        "pictures/__init__.py",
        "pictures/bars.py",
        "show/__init__.py",
        "show/lines.py",
    }


def test_another_content_is_another_version_and_the_same_the_same_file(small_kit: Path, tmp_path: Path) -> None:
    first, again = (student_wheel.build(tmp_path / folder) for folder in ("one", "two"))
    assert first.name == again.name
    assert first.read_bytes() == again.read_bytes()
    (small_kit / "panel.py").write_text("class Panel: 'mended'\n")
    assert student_wheel.build(tmp_path / "three").name != first.name


def test_a_folder_that_git_ignores_makes_no_difference(small_kit: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("site/\n*.py\n")
    assert "expect.py" in in_wheel(student_wheel.build(tmp_path))
