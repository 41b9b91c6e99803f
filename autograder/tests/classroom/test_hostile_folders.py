"""Folders that are handed in to stop a run or to have something read: each costs its own submission only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.course import Course
from autograder.judging.graded import Graded
from autograder.subject.folder import remove, working_folder
from autograder.tests.classroom.test_run import RIGHT, gradebook, hand_in


def deep(folder: Path, levels: int) -> None:
    """Folders in folders, beyond what a path may be long."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("inner", dir_fd=here)
        inner = os.open("inner", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def in_place(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Put something else where the notebook lies."""

    def instead(folder: Path) -> None:
        (folder / "small.ipynb").unlink()
        make(folder / "small.ipynb")

    return instead


HOSTILE: dict[str, Callable[[Path], None]] = {
    "a sparse file of 1 TB": lambda folder: sparse(folder / "data.bin", 1 << 40),
    "40 sparse files of 50 MB": lambda folder: [sparse(folder / f"{n}.bin", 50 << 20) for n in range(40)] and None,
    "1100 nested folders": lambda folder: deep(folder, 1100),
    "a pipe beside it": lambda folder: os.mkfifo(folder / "pipe"),
    "a pipe as the time": lambda folder: os.mkfifo(folder / "timestamp.txt"),
    "a link to endless zeros": lambda folder: (folder / "zeros").symlink_to("/dev/zero"),
    "a link to endless zeros as notebook": in_place(lambda path: path.symlink_to("/dev/zero")),
    "a pipe as notebook": in_place(os.mkfifo),
    "a link to the master": in_place(lambda path: path.symlink_to(path.parents[3] / "source/small/small.ipynb")),
    "more files than a submission may have": lambda folder: [(folder / f"{n}").touch() for n in range(2100)] and None,
}
NAMES = ("*", "[a-z]*", "?da", "a\nb", " ada", "a\x1b[2Jb")


@pytest.fixture
def hostile(built: Course, tmp_path: Path) -> Iterator[Course]:
    """A class with one honest student, one with a name of Windows's, and all of the above."""
    shutil.copytree(built.root, tmp_path / "course")
    course = Course(tmp_path / "course")
    hand_in(course, "ada", RIGHT)
    folder = hand_in(course, "windows", RIGHT).parent
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xdcbung.txt"))).write_text("x")
    for number, make in enumerate(HOSTILE.values()):
        make(hand_in(course, f"h{number}", RIGHT).parent)
    for name in NAMES:
        hand_in(course, name, RIGHT)
    yield course
    remove(course.root)  # pytest's own way of cleaning up calls itself for each level


def check_rows(rows: dict[str, Graded]) -> None:
    for student in ("ada", "windows"):
        assert (rows[student].score, rows[student].problem) == (2.0, "")
    for student in set(rows) - {"ada", "windows"}:
        problem = rows[student].problem
        assert problem, f"{student!r} was graded"
        assert "\n" not in problem
        assert "failed:" not in problem
        assert len(problem) < 200


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_costs_its_own_submission_only(hostile: Course, jobs: int) -> None:
    for _ in range(2):  # the second run asks what was graded before
        rows = {row.student: row for row in grade_class(hostile, find(hostile, "small"), jobs=jobs)}
        assert set(rows) == {"ada", "windows", *NAMES, *(f"h{n}" for n in range(len(HOSTILE)))}
        check_rows(rows)
        assert {student for student, *_ in gradebook(hostile)} == {"ada", "windows"}


def test_each_costs_itself_only_where_notebooks_lie_outside_the_course(built: Course, tmp_path: Path) -> None:
    """As students' folders come from elsewhere: `autograder grade FOLDER`."""
    shutil.copytree(built.root, tmp_path / "course")
    course, loose = Course(tmp_path / "course"), tmp_path / "loose"
    hostile = {words: make for words, make in HOSTILE.items() if words != "a link to the master"}
    for student in ("ada", *hostile):
        folder = loose / student
        folder.mkdir(parents=True)
        shutil.copy(hand_in(course, "ada", RIGHT), folder / "small.ipynb")
    for student, make in hostile.items():
        make(loose / student)
    rows = {row.student: row for row in grade_class(course, find(course, str(loose)))}
    assert set(rows) == {f"{student}/small" for student in ("ada", *hostile)}
    assert rows["ada/small"].score == 2.0
    for student, row in rows.items():
        assert row.problem or row.score == 2.0, student
        assert "failed:" not in row.problem
        assert "\n" not in row.problem
    told = [row.problem for row in rows.values() if row.problem]
    assert sum("than a submission may" in problem for problem in told) == 3
    assert sum("folders lie in folders" in problem for problem in told) == 1
    remove(loose)


def test_nbgraders_own_command_grades_the_others(hostile: Course) -> None:
    command = [sys.executable, "-m", "nbgrader", "autograde", "small", "--create"]
    done = subprocess.run(command, cwd=hostile.root, capture_output=True, text=True, errors="replace", timeout=120)
    scores = {student: score for student, _, score, _ in gradebook(hostile)}
    assert scores == {"ada": 2.0, "windows": 2.0}
    assert done.stderr.count("is not graded:") == len(HOSTILE) + len(NAMES)


def test_a_working_folder_goes_however_deep_it_is() -> None:
    with working_folder() as folder:
        deep(folder, 1500)
        (folder / "moved-1").mkdir(mode=0)
        (folder / "link").symlink_to("/")
    assert not folder.exists()


def test_a_folder_that_cannot_be_removed_touches_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: object) -> None:
        raise OSError("busy")

    with monkeypatch.context() as patched, working_folder() as folder:
        patched.setattr(os, "rmdir", fails)
    assert folder.exists()
    folder.rmdir()
