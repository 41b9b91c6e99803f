"""The grader of an assignment: what it must find before it grades, and what a result depends on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Assignment, Course, CourseError
from autograder.judging import grading, session
from autograder.judging.grading import Grader
from autograder.judging.repair import WrongNotebook
from autograder.judging.session import Judge
from autograder.judging.status import Status
from autograder.judging.verdicts import Verdict
from autograder.notebooks import nbgrader_of


@pytest.fixture
def own(course: Course, tmp_path: Path) -> Course:
    """A copy of the course that a test may change."""
    return Course(Path(shutil.copytree(course.root, tmp_path / "course")))


def grader_of(assignment: Assignment, **how: Any) -> Grader:
    """A grader that forks nothing."""
    return Grader(assignment, forks=SimpleNamespace(), **how)  # type: ignore[arg-type]


# --- before it grades --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("autograder/graders/test_step_03.py", "step_03 has no graders"),
        ("release/step_03/step_03.ipynb", "step_03 has no release notebook yet: run `autograder build step_03`"),
        (".autograder/key", "has no key yet: run `autograder build`"),
    ],
)
def test_what_it_needs_is_asked_for_before_anything_is_graded(own: Course, gone: str, told: str) -> None:
    grader_of(own.assignment("step_03"))
    (own.root / gone).unlink()
    with pytest.raises(CourseError, match=told):
        grader_of(Course(own.root).assignment("step_03"))


def test_a_release_of_other_cells_is_built_anew_first(own: Course) -> None:
    script = own.assignment("step_03").script
    text = script.read_text()
    assert '"grade_id": "model_error"' in text
    script.write_text(text.replace('"grade_id": "model_error"', '"grade_id": "model_fault"'))
    with pytest.raises(CourseError, match="other graded cells than its release: run `autograder build step_03`"):
        grader_of(own.assignment("step_03"))


def test_a_cell_without_a_grader_waits_for_a_person() -> None:
    verdict = grading._no_grader("model_error")
    assert (verdict.status, verdict.share) == (Status.NOT_GRADED, 0.0)
    assert "graded by hand" in verdict.message
    assert "test_model_error" in verdict.log
    assert "test_model_error" not in verdict.message


# --- what a result depends on ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook(submission: Callable[..., NotebookNode], right: str) -> NotebookNode:
    return submission(right)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == grade_id)


def test_what_repair_mends_is_no_other_submission(assignment: Assignment, notebook: NotebookNode) -> None:
    grader, mended = grader_of(assignment), deepcopy(notebook)
    cell(mended, "model_plate").source = "2.0"
    cell(mended, "model_plate").outputs = [{"output_type": "stream", "name": "stdout", "text": "passed"}]
    cell(mended, "model").metadata["nbgrader"]["points"] = 100
    mended.metadata["author"] = "ada"
    before = deepcopy(mended)
    assert grader.digest_of(mended, {}, {}) == grader.digest_of(notebook, {}, {})
    assert mended == before, "the digest has changed the notebook"


def test_all_that_decides_a_result_is_in_its_digest(assignment: Assignment, notebook: NotebookNode) -> None:
    grader, other, more = grader_of(assignment), deepcopy(notebook), deepcopy(notebook)
    cell(other, "model").source += "\n# another"
    more.cells.insert(1, new_code_cell("x = 1", id="mine"))
    digests = [
        grader.digest_of(notebook, {}, {}),
        grader.digest_of(other, {}, {}),
        grader.digest_of(more, {}, {}),
        grader.digest_of(notebook, {"data.txt": b"1"}, {}),
        grader.digest_of(notebook, {"data.txt": b"2"}, {}),
        grader.digest_of(notebook, {"other.txt": b"1"}, {}),
        grader.digest_of(notebook, {"data.txt": b"1", "other.txt": b"1"}, {}),
        grader.digest_of(notebook, {}, {"NBGRADER_EXECUTION": "autograde"}),
        grader.digest_of(notebook, {}, {"NBGRADER_EXECUTION": "validate"}),
        grader_of(assignment, cell_limit=31.0).digest_of(notebook, {}, {}),
    ]
    assert len(set(digests)) == len(digests)
    assert grader_of(assignment).digest_of(deepcopy(notebook), {}, {}) == digests[0]


def test_a_students_copy_of_the_assignments_own_file_decides_nothing(own: Course, notebook: NotebookNode) -> None:
    (own.root / "source" / "step_03" / "data.txt").write_text("1 2 3")
    grader = grader_of(own.assignment("step_03"))
    assert grader.digest_of(notebook, {"data.txt": b"4"}, {}) == grader.digest_of(notebook, {}, {})


def test_another_notebook_has_no_digest(assignment: Assignment) -> None:
    with pytest.raises(WrongNotebook, match="no notebook of step_03"):
        grader_of(assignment).digest_of(new_notebook(cells=[new_code_cell("1")]), {}, {})


# --- the course's own answers ------------------------------------------------------------------------------------


def test_an_answer_of_the_courses_own_is_asked_once_about_each_cell_and_variant(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def judged(graders: Path, judge: Judge) -> dict[str, Verdict]:
        asked.append(list(judge.order))
        return {name: Verdict(Status.PASSED, 1.0) for name in judge.order}

    monkeypatch.setattr(session, "run", judged)
    grader, [wrong, *_] = grader_of(assignment), assignment.wrong
    chosen = dict.fromkeys(("model_plate", "model_error"), 3)
    assert set(grader.simulated(wrong, ["model_plate"], chosen)) == {"model_plate"}
    assert set(grader.simulated(wrong, ["model_plate", "model_error"], chosen)) == {"model_plate", "model_error"}
    grader.simulated(wrong, ["model_plate"], chosen | {"model_plate": 4})
    grader.simulated(wrong, ["model_error"], chosen)
    assert asked == [["model_plate"], ["model_error"], ["model_plate"]]
