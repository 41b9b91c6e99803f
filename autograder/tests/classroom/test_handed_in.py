"""What may not be handed on to nbgrader, each with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom.handed_in import unfit


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "ada" / "small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return path


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


@pytest.mark.parametrize("student", ["a[b]", "a{b}", "a*", "a?", " ada", "a\nb"])
def test_a_name_that_is_a_pattern_is_told(notebook, student):
    assert "rename it" in unfit(notebook, student)
