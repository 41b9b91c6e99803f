"""A fault of the kit costs one submission its result, and nobody the traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.classroom import faults
from autograder.classroom.preprocessors import CleanHTML
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.course import Course
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.tests.classroom.test_run import RIGHT, hand_in


@pytest.fixture(scope="module")
def course(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("faulty") / "course")))
    hand_in(course, "ada", RIGHT)
    return course


def problem_of(course: Course) -> str:
    [graded] = grade_class(course, find(course, "small"), again=True)
    assert isinstance(graded, Graded)
    assert "\n" not in graded.problem
    return graded.problem


def fail(*args: object, **kwargs: object) -> None:
    raise ZeroDivisionError("of the kit")


def traceback_named_in(course: Course, problem: str) -> str:
    _, _, path = problem.rstrip(")").rpartition(" ")
    return (course.root / path).read_text()


def test_a_fault_in_the_judge_leaves_its_traceback(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.classroom.run.checked", fail)
    problem = problem_of(course)
    assert problem.startswith(
        "grading it failed: ZeroDivisionError: of the kit (the traceback is in .autograder/faults/"
    )
    assert "in fail\n" in traceback_named_in(course, problem)


@pytest.mark.parametrize(("where", "name"), [(Grader, "grade"), (CleanHTML, "preprocess")])
def test_a_fault_within_nbgraders_steps_leaves_its_traceback(
    course: Course, monkeypatch: pytest.MonkeyPatch, where: type, name: str
) -> None:
    monkeypatch.setattr(where, name, fail)
    problem = problem_of(course)
    assert problem.startswith("nbgrader could not grade it: ZeroDivisionError: of the kit (the traceback is in ")
    assert "in fail\n" in traceback_named_in(course, problem)


class Odd(Exception):
    """Of no name by which an error could be known in a log."""


def test_no_files_name_passes_for_the_fault(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_oddly(*args: object) -> None:
        raise Odd("of the kit")

    forged = hand_in(course, "ada", RIGHT).with_name("data\nValueError: full marks\n.txt")
    forged.touch()
    monkeypatch.setattr(CleanHTML, "preprocess", fail_oddly)
    assert problem_of(course).startswith("nbgrader could not grade it: Odd: of the kit (the traceback is in ")
    forged.unlink()


def test_a_name_is_no_path_and_a_fault_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    course = Course(tmp_path)
    assert faults.keep(course, "../../x" + "y" * 300, "text").endswith("y.txt)")
    assert [path.parent.name for path in tmp_path.rglob("*.txt")] == ["faults"]
    (tmp_path / "other" / ".autograder").mkdir(parents=True)
    (tmp_path / "other" / ".autograder" / "faults").write_text("a file")
    assert faults.keep(Course(tmp_path / "other"), "name", "text") == ""


def test_verbose_logs_on_standard_error_what_nbgrader_does(course: Course) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).parent / "autograder", *options, "grade", "small", "--again"]
        return subprocess.run(command, cwd=course.root, capture_output=True, text=True, env=os.environ, check=True)

    quiet, verbose = run(), run("--verbose")
    assert "Autograding" not in quiet.stderr + quiet.stdout
    assert "small of ada was judged in this process" in verbose.stderr
    assert "traitlets: Autograding" in verbose.stderr
    assert "Autograding" not in verbose.stdout
