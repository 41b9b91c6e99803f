"""What may lie in a submission's folder, found out before anything of it is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.classroom import handed_in
from autograder.classroom.handed_in import Unfit, entries, unfit


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "submitted" / "ada" / "small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return path


def test_a_notebook_with_files_beside_it_is_fit(notebook: Path) -> None:
    (notebook.parent / "inner").mkdir()
    (notebook.parent / "inner" / "data.csv").write_text("1, 2")
    assert unfit(notebook, "ada") == ""


@pytest.mark.parametrize("student", ["*", "[a-z]da", "?da", "ada ", " ada", "a\nda", "a\x1bda", "{ada}"])
def test_names_that_are_patterns_or_cannot_be_seen_are_not(notebook: Path, student: str) -> None:
    assert "rename it" in unfit(notebook, student)


def test_links_pipes_and_folders_too_deep_are_not(notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "master.ipynb").write_text("{}")
    notebook.unlink()
    notebook.symlink_to(tmp_path / "master.ipynb")
    assert "link" in unfit(notebook, "ada")
    notebook.unlink()
    notebook.write_text("{}")
    os.mkfifo(notebook.parent / "pipe")
    assert unfit(notebook, "ada")
    (notebook.parent / "pipe").unlink()
    deep = notebook.parent.joinpath(*["d"] * (handed_in.DEPTH + 2))
    deep.mkdir(parents=True)
    assert "levels deep" in unfit(notebook, "ada")


def test_entries_come_by_name_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "a").write_text("7")
    (tmp_path / "z").symlink_to(tmp_path)
    found = [os.path.relpath(entry.path, tmp_path) for entry in entries(tmp_path)]
    assert found == ["a", "b", "z", "b/c"]


def test_what_lies_too_deep_is_passed_over_or_told(tmp_path: Path) -> None:
    tmp_path.joinpath(*["d"] * (handed_in.DEPTH + 3)).mkdir(parents=True)
    assert len(list(entries(tmp_path))) == handed_in.DEPTH + 1
    with pytest.raises(Unfit, match="levels deep"):
        list(entries(tmp_path, strict=True))


@pytest.mark.parametrize(
    "stamp",
    [
        b"2027-01-15 16:59:30 UTC",
        b"2027-01-15 16:59:30.123456 Europe/Berlin\n",
        b"2027-01-15 16:59:30 +0100",
        b"2027-01-15T16:59:30Z",
        b"2027-01-15 16:59:30 Nowhere/Atall",
        b"",
        b" \n",
    ],
)
def test_a_time_that_nbgrader_can_read_is_no_fault(notebook, stamp):
    (notebook.parent / "timestamp.txt").write_bytes(stamp)
    assert unfit(notebook, "ada") == ""


@pytest.mark.parametrize(
    "stamp",
    [
        b"yesterday evening",
        b"2027-13-45 16:59:30 UTC",
        b"2027-01-15 16:59:30 99999999999999999999",
        b"\xff\xfe2\x000\x00",
        b"1" * 400,
        b"<<<<<<< HEAD",
    ],
)
def test_a_time_that_nbgrader_cannot_read_is_told(notebook, stamp):
    (notebook.parent / "timestamp.txt").write_bytes(stamp)
    assert unfit(notebook, "ada").startswith("its timestamp.txt holds no time; write one as 2027-01-15 16:59:30 UTC")


def test_a_folder_in_the_times_place_is_told(notebook):
    (notebook.parent / "timestamp.txt").mkdir()
    assert "its timestamp.txt holds no time" in unfit(notebook, "ada")
