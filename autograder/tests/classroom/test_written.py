"""Written answers on their whole way: built, released, handed in, waiting, graded by a person, and on every page."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import cli, settings
from autograder.authoring import build
from autograder.authoring.handout import hand_out
from autograder.authoring.mutation import mutants_of
from autograder.authoring.verify import verify
from autograder.course import Course
from autograder.notebooks import nbgrader_of
from autograder.tests import small
from autograder.tests.small import metadata

MODEL, RUBRIC, SCHEME = "Canary5Model", "Canary5Rubric", "Canary5Scheme"
PICTURE = {
    "plot.png": {
        "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    }
}
MORE = f"""
# %% [markdown] {metadata("question", locked=True)}
# ## Task 2: why twice? · 3 points

# %% [markdown] {metadata("why", grade=True, solution=True, points=3)}
# ### BEGIN SOLUTION
# {MODEL}: twice is once and once more.
#
# {RUBRIC}: one point for each word.
# ### END SOLUTION

# %% {metadata("sketch", grade=True, solution=True, points=2)}
### BEGIN SOLUTION
print("{MODEL}")
### END SOLUTION

# %% [markdown] {metadata("essay", locked=True, task=True, points=4)}
# ## Task 3: an essay
#
# === BEGIN MARK SCHEME ===
# {SCHEME}: four points for length.
# === END MARK SCHEME ===
"""
HIDDEN = (MODEL, RUBRIC, SCHEME)
ADA = {
    "double": "def double(x):\n    return x + x",
    "why": "Look: ![a plot](attachment:plot.png)",
    "sketch": "print(7)",
}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[str]]:
    """The small course with two written answers and a task cell, built, and what the build said."""
    course = small.make_course(tmp_path_factory.mktemp("written"))
    script = course.root / "solutions" / "small" / "small.py"
    script.write_text(small.MASTER + MORE)
    told: list[str] = []
    build.build(course, ["small"], told.append)
    return course, told


@pytest.fixture
def course(once: tuple[Course, list[str]], tmp_path: Path) -> Course:
    """A copy of it, with Ada, who has answered all, and Ben, who has answered no question."""
    course = Course(Path(shutil.copytree(once[0].root, tmp_path / "course")))
    hand_in(course, "ada", ADA)
    hand_in(course, "ben", {"double": ADA["double"]})
    return course


def hand_in(course: Course, student: str, answers: dict[str, str]) -> None:
    notebook = course.assignment("small").released()
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
        if grade_id == "why" and "attachment:" in cell.source:
            cell["attachments"] = nbformat.from_dict(PICTURE)
    path = course.root / "submitted" / student / "small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def run(course: Course, *arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["--course", str(course.root), *map(str, arguments)])


def graded(course: Course, student: str) -> NotebookNode:
    return nbformat.read(course.root / "autograded" / student / "small" / "small.ipynb", as_version=4)


def page(course: Course, student: str) -> str:
    result = NbGraderAPI(config=settings.of(course).config).generate_feedback("small", student, force=True)
    assert result["success"], result
    return (course.root / "feedback" / student / "small" / "small.html").read_text()


def give(course: Course, student: str, grade_id: str, points: float, comment: str) -> None:
    """What formgrader does when a person grades (its GradeHandler and CommentHandler)."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        grade = book.find_grade(grade_id, "small", "small", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment(grade_id, "small", "small", student).manual_comment = comment
        book.db.commit()


def marks(course: Course, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        grades = book.find_submission_notebook("small", "small", student).grades
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in grades}


def test_a_build_takes_them_and_says_what_they_are_worth(once: tuple[Course, list[str]]) -> None:
    course, told = once
    assert told == ["small: 1 graded cells, 2 points; 3 for a person to grade, 9 points"]
    released = course.assignment("small").release.read_text()
    assert "YOUR ANSWER HERE" in released
    assert "Task 3: an essay" in released
    assert [word for word in HIDDEN if word in released] == []


def test_a_handout_has_the_question_and_no_model_answer(once: tuple[Course, list[str]], tmp_path: Path) -> None:
    hand_out(once[0], ["small"], tmp_path / "desk")
    text = (tmp_path / "desk" / "small" / "small.ipynb").read_text()
    assert "Task 2: why twice?" in text
    assert [word for word in HIDDEN if word in text] == []


def test_the_courses_own_answers_are_judged_without_a_person(once: tuple[Course, list[str]]) -> None:
    findings = list(verify(once[0].assignment("small")))
    assert [finding.faults for finding in findings if finding.faults] == []
    assert {finding.points for finding in findings} == {2.0}
    assert {mutant.cell for mutant in mutants_of(once[0].assignment("small"))} == {"double"}


def test_the_whole_way(course: Course, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"out.{kind}" for kind in ("json", "junit")}
    result = run(course, "grade", "small", *(part for kind, path in files.items() for part in (f"--{kind}", path)))
    assert result.exit_code == 1, result.output
    words = " ".join(result.output.replace("│", " ").split())
    assert "2/11" in words
    assert "9 points wait for a person" in words
    assert marks(course, "ada") == {
        "double_value": (2.0, None, False),
        "why": (None, None, True),
        "sketch": (None, None, True),
        "essay": (None, None, True),
    }
    assert marks(course, "ben") == {
        "double_value": (2.0, None, False),
        "why": (0.0, None, False),
        "sketch": (0.0, None, False),
        "essay": (None, None, True),
    }
    rows = {row["student"]: row for row in json.loads(files["json"].read_text())["submissions"]}
    said = {outcome["grade_id"]: (outcome["status"], outcome["score"]) for outcome in rows["ada"]["outcomes"]}
    assert said == {"double_value": ("passed", 2.0)} | dict.fromkeys(("why", "sketch", "essay"), ("not_graded", None))
    assert (rows["ada"]["score"], rows["ada"]["points"]) == (2.0, 11.0)
    suites = {suite.get("name"): suite for suite in ET.parse(files["junit"]).getroot()}
    assert [suites[f"small/{name}"].get("errors") for name in ("ada", "ben")] == ["3", "1"]

    notebook = graded(course, "ada")
    for_graders = [cell.source for cell in notebook.cells if "for_graders" in cell.metadata.get("autograder", {})]
    assert [MODEL in text for text in for_graders] == [True, True]
    assert RUBRIC in for_graders[0]
    cells = {nbgrader_of(cell).get("grade_id"): cell for cell in notebook.cells}
    assert SCHEME in cells["essay"].source
    assert cells["why"].attachments == PICTURE
    assert cells["sketch"].outputs[0].text == "7\n"
    assert "put back" not in json.dumps(notebook.metadata)
    before = page(course, "ada")
    assert "A person has still to look at 9 of these points." in before
    assert PICTURE["plot.png"]["image/png"] in before
    assert [word for word in HIDDEN if word in before] == []

    for grade_id, points in {"why": 2.0, "sketch": 1.5, "essay": 4.0}.items():
        give(course, "ada", grade_id, points, "Well *said*.")
    give(course, "ben", "essay", 0.0, "")
    result = run(course, "grade", "small", "--json", files["json"])
    assert result.exit_code == 0, result.output
    assert "wait for a person" not in result.output
    rows = {row["student"]: row for row in json.loads(files["json"].read_text())["submissions"]}
    assert [(rows[name]["unchanged"], rows[name]["score"]) for name in ("ada", "ben")] == [(True, 9.5), (True, 2.0)]
    after = page(course, "ada")
    assert "Score: 9.5 of 11 points" in after
    assert "still to look at" not in after
    assert "<em>said</em>" in after
    assert "was left empty" in page(course, "ben")
    assert [word for word in HIDDEN if word in after] == []

    assert run(course, "report", "small").exit_code == 0
    with (course.root / "reports" / "small.csv").open() as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    assert [lines["ada"][key] for key in ("state", "score", "points", "why:score")] == ["graded", "9.5", "11", "2"]
    again = run(course, "grade", "small", "--again", "--student", "ada")
    assert "why: 2 of 3 by hand, to be looked at again" in " ".join(again.output.replace("│", " ").split())
    assert marks(course, "ada")["why"] == (
        None,
        2.0,
        True,
    )  # as in nbgrader: what the points were given for has changed


def test_nbgraders_own_command_and_two_workers_end_alike(course: Course, tmp_path: Path) -> None:
    ways = {name: Course(Path(shutil.copytree(course.root, tmp_path / name))) for name in ("nbgrader", "one", "two")}
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "small", "--create"]
    subprocess.run(command, cwd=ways["nbgrader"].root, capture_output=True, check=True)
    for name, jobs in (("one", 1), ("two", 2)):
        assert run(ways[name], "grade", "small", "--jobs", jobs).exit_code == 1
    for student in ("ada", "ben"):
        assert marks(ways["nbgrader"], student) == marks(ways["one"], student) == marks(ways["two"], student)
        texts = [(way.root / "autograded" / student / "small" / "small.ipynb").read_text() for way in ways.values()]
        assert texts[0] == texts[1] == texts[2]


def test_one_loose_notebook_says_what_waits(course: Course, tmp_path: Path) -> None:
    path, results = tmp_path / "ada.ipynb", tmp_path / "results.json"
    shutil.copy(course.root / "submitted" / "ada" / "small" / "small.ipynb", path)
    result = run(course, "grade", path, "--gradescope", results)
    assert result.exit_code == 1
    assert "9 points wait for a person" in " ".join(result.output.replace("│", " ").split())
    data = json.loads(results.read_text())
    assert data["output"] == "9 points wait for a person."
    tests = {test["name"]: test for test in data["tests"]}
    assert tests["Task 2: why twice?"]["max_score"] == 3.0
    assert "score" not in tests["Task 2: why twice?"]
    assert [word for word in HIDDEN if word in results.read_text()] == []
