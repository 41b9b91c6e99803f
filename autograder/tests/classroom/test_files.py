"""Files beside notebooks: an assignment's own are wherever its notebooks run, a student's wherever that one's do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import build as building
from autograder.authoring import verify
from autograder.authoring.build import build
from autograder.authoring.handout import hand_out
from autograder.authoring.trial import Trials
from autograder.classroom import submissions
from autograder.classroom.run import grade as grade_class
from autograder.course import Course, CourseError
from autograder.judging import variants
from autograder.judging.digests import grade_digest, records_digest
from autograder.judging.graded import Graded
from autograder.notebooks import nbgrader_of
from autograder.tests.small import assignment, make_course, metadata, rewrite

TASK = f"# %% {metadata('double', solution=True)}\n"
ANSWER = "def double(x):\n    return FACTOR * x"
OWN = "import helper\n\ndef double(x):\n    return helper.twice(x) if FACTOR else None"


@pytest.fixture(scope="module", autouse=True)
def _one_variant() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "choose", lambda *args: 0)
        yield


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A built course whose one notebook reads two files that lie beside its master."""
    course = make_course(tmp_path_factory.mktemp("files") / "course")
    script = assignment(course).script
    given = "# %%\nFACTOR = int(open('data/factor.txt').read()) - int(open('one').read())\n\n"
    rewrite(script, TASK, given + TASK)
    rewrite(script, "return 2 * x", "return FACTOR * x")
    for name, text in {"data/factor.txt": "3", "one": "1", ".ipynb_checkpoints/small.txt": "", "left.pyc": ""}.items():
        path = course.root / "source" / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    build(course, ["small"], lambda line: None)
    return course


@pytest.fixture
def course(once: Course, tmp_path: Path) -> Course:
    shutil.copytree(once.root, tmp_path / "course")
    return Course(tmp_path / "course")


def hand_in(course: Course, path: Path, answer: str = ANSWER, **files: str) -> Path:
    notebook = assignment(course).released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    task.source = answer
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    for name, text in files.items():
        (path.parent / f"{name}.py").write_text(text)
    return path


def grade(course: Course, target: Path | str, **how: object) -> dict[str, Graded]:
    rows = grade_class(course, submissions.find(course, str(target)), **how)
    return {row.student: row for row in rows}


def test_they_are_there_for_every_answer_of_the_courses_own(course):
    assert set(assignment(course).files) == {"data/factor.txt", "one"}
    findings = list(verify.verify(assignment(course)))
    assert [finding.faults for finding in findings] == [()] * 4
    with Trials(assignment(course)).of(assignment(course).master) as trial:
        assert trial.ask(["double_value"], 0)["double_value"].status == "passed"


def test_they_are_in_the_release_and_in_a_hand_out(course, tmp_path):
    hand_out(course, ["small"], tmp_path / "desk")
    for folder in (course.root / "release" / "small", tmp_path / "desk" / "small"):
        assert ((folder / "data" / "factor.txt").read_text(), (folder / "one").read_text()) == ("3", "1")
    assert building.stale(course, ["small"]) == []
    (course.root / "release" / "small" / "one").write_text("0")
    assert building.stale(course, ["small"]) == ["release/small/one"]
    with pytest.raises(CourseError, match="not what a fresh build gives"):
        hand_out(course, ["small"], tmp_path / "another")


def test_a_changed_file_changes_every_digest(course):
    before = grade_digest(assignment(course)), records_digest(assignment(course))
    (course.root / "source" / "small" / "one").write_text("2")
    assert before[0] != grade_digest(assignment(course))
    assert before[1] != records_digest(assignment(course))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_loose_notebook_has_the_assignments_files_and_its_own(course, tmp_path, jobs):
    for student in ("ada", "bob"):
        hand_in(course, tmp_path / "in" / student / "small.ipynb", OWN, helper="def twice(x):\n    return 2 * x")
    hand_in(course, tmp_path / "in" / "cleo" / "small.ipynb", OWN)
    rows = grade(course, tmp_path / "in", jobs=jobs)
    assert {student: row.score for student, row in rows.items()} == {"ada/small": 2, "bob/small": 2, "cleo/small": 0}
    assert grade(course, tmp_path / "in" / "ada" / "small.ipynb")["small"].score == 2


def test_a_students_copy_of_the_assignments_file_does_not_count(course, tmp_path):
    hand_in(
        course, tmp_path / "in" / "small.ipynb", "def double(x):\n    return int(open('one').read()) and FACTOR * x"
    )
    (tmp_path / "in" / "one").write_text("0")
    assert grade(course, tmp_path / "in")["small"].score == 2


def test_through_nbgrader_a_changed_file_grades_the_class_anew(course):
    for student in ("ada", "bob"):
        path = course.root / "submitted" / student / "small" / "small.ipynb"
        hand_in(course, path, OWN, helper="def twice(x):\n    return 2 * x")
    for jobs in (2, 1):
        rows = grade(course, "small", jobs=jobs)
        assert {student: (row.score, row.unchanged) for student, row in rows.items()} == {
            "ada": (2, jobs == 1),
            "bob": (2, jobs == 1),
        }
    (course.root / "source" / "small" / "one").write_text("2")
    rows = grade(course, "small")
    assert {student: (row.score, row.unchanged) for student, row in rows.items()} == {
        "ada": (0, False),
        "bob": (0, False),
    }
