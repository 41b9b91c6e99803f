"""The steps of nbgrader's Autograde that are the kit's, one by one: repair, metadata, limits, cleaning, panels."""

from __future__ import annotations

import base64
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import CheckCellMetadata, SaveAutoGrades
from traitlets.config import Configurable

from autograder.classroom import preprocessors
from autograder.classroom.preprocessors import (
    NO_LIMIT,
    CheckMetadata,
    CleanHTML,
    GradeNotebook,
    RepairCells,
    SaveScores,
    ShowOutcomes,
    panel_output,
)
from autograder.course import CourseError
from autograder.judging.outcomes import Outcome

NAMES = {"nbgrader": {"assignment": "small", "notebook": "small", "student": "ada"}}


class Exporter(Configurable):
    """In place of the exporter that the steps of a run share; ``graded`` is the one assignment that has graders."""

    def __init__(self, graded: Any = None) -> None:
        super().__init__()
        self.batch = SimpleNamespace(with_graders=lambda name: graded, repaired={})


def cell(grade_id: str, source: str = "", kind: str = "code", **data: Any) -> NotebookNode:
    facts = {"grade_id": grade_id, "schema_version": 3, "grade": False, "solution": False, "locked": False} | data
    make = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, metadata={"nbgrader": {"task": False} | facts})


def graded_cell(grade_id: str, points: float = 2.0) -> NotebookNode:
    return cell(grade_id, grade=True, locked=True, points=points)


# --- repair and metadata -----------------------------------------------------------------------------------------


def test_a_submission_is_repaired_against_its_release_and_the_notes_are_kept(caplog) -> None:
    release = new_notebook(cells=[cell("double", "def double(x):\n    ...", solution=True), graded_cell("value")])
    assignment = SimpleNamespace(name="small", released=lambda: release)
    step = RepairCells(parent=Exporter(assignment))
    notebook = new_notebook(cells=[cell("double", "def double(x):\n    return 2 * x", solution=True)])
    with caplog.at_level(logging.WARNING):
        step.preprocess(notebook, NAMES)
    assert [each.metadata["nbgrader"]["grade_id"] for each in notebook.cells] == ["double", "value"]
    [note] = step.batch.repaired["small", "ada"]
    assert "missing" in note
    assert note in caplog.text


def test_what_nbgrader_could_not_read_or_would_fall_for_is_dropped_where_there_are_no_graders(caplog) -> None:
    malformed = new_code_cell("1", metadata={"nbgrader": {"grade_id": "a"}})
    no_dictionary = new_code_cell("2", metadata={"nbgrader": "x"})
    of_another_version = new_code_cell("3", metadata={"nbgrader": {"schema_version": 99}})
    skipped, own = graded_cell("test"), new_code_cell("4", metadata={"tags": ["skip-execution"]})
    skipped.metadata["tags"] = ["mine", "skip-execution"]
    step = RepairCells(parent=Exporter())
    with caplog.at_level(logging.WARNING):
        step.preprocess(new_notebook(cells=[malformed, no_dictionary, of_another_version, skipped, own]), NAMES)
    assert ["nbgrader" in each.metadata for each in (malformed, no_dictionary, of_another_version)] == [
        False,
        False,
        True,
    ]
    assert (skipped.metadata.tags, own.metadata.tags) == (["mine"], ["skip-execution"])
    assert caplog.text.count("malformed nbgrader metadata") == 2
    assert caplog.text.count("tagged to be skipped") == 1


def test_another_notebook_of_a_submission_is_nobodys_assignment() -> None:
    step = RepairCells(parent=Exporter(SimpleNamespace(name="small")))
    assert step.assignment(NAMES) is not None
    assert step.assignment({"nbgrader": NAMES["nbgrader"] | {"notebook": "extra"}}) is None


def test_metadata_are_checked_by_nbgrader_where_nothing_was_repaired(monkeypatch) -> None:
    checked: list[NotebookNode] = []
    monkeypatch.setattr(CheckCellMetadata, "preprocess", lambda self, nb, resources: checked.append(nb))
    first, second = new_notebook(), new_notebook()
    assert CheckMetadata(parent=Exporter(SimpleNamespace())).preprocess(first, NAMES) == (first, NAMES)
    assert checked == []
    CheckMetadata(parent=Exporter()).preprocess(second, NAMES)
    assert checked == [second]


# --- running -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("timeout", "limit"), [(40, 40.0), (None, NO_LIMIT), (0, NO_LIMIT), (-1, NO_LIMIT)])
def test_nbgraders_timeout_is_the_limit_of_a_cell(timeout: int | None, limit: float) -> None:
    assert GradeNotebook(timeout=timeout).cell_limit == limit


def test_a_kernel_of_another_language_is_told_with_the_way_out() -> None:
    step = GradeNotebook()
    for kernel in ({}, {"language": "python"}):
        step._check_kernelspec(NotebookNode(metadata={"kernelspec": kernel}))
    step._check_kernelspec(new_notebook())
    with pytest.raises(CourseError, match="kernel is for R, not Python: save the source notebook with a Python kernel"):
        step._check_kernelspec(NotebookNode(metadata={"kernelspec": {"language": "R"}}))


def test_a_task_cell_that_runs_has_the_text_that_students_have() -> None:
    release = new_notebook(cells=[cell("essay", "Write.", "markdown", task=True, points=4)])
    notebook = new_notebook(cells=[cell("essay", "Write.\nSCHEME", "markdown", task=True, points=4), cell("a", "mine")])
    preprocessors._without_mark_schemes(notebook, SimpleNamespace(released=lambda: release))  # type: ignore[arg-type]
    assert [each.source for each in notebook.cells] == ["Write.", "mine"]


# --- cleaning ----------------------------------------------------------------------------------------------------


def cleaned(data: dict[str, Any]) -> dict[str, Any]:
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[new_output("display_data", data=data)])])
    CleanHTML().preprocess(notebook, {})
    return dict(notebook.cells[0].outputs[0].data)


def test_of_an_output_stays_what_a_page_shows_as_it_is() -> None:
    harmless = {"text/plain": "<b>", "text/latex": "$x$", "text/markdown": "*a*", "image/png": "AAAA"}
    assert cleaned(harmless | {"application/javascript": "alert(1)", "text/vnd.mermaid": "graph"}) == harmless


def test_html_of_an_output_is_cleaned() -> None:
    assert cleaned({"text/html": "<b onclick=alert(1)>a</b><script>alert(1)</script>"}) == {"text/html": "<b>a</b>"}
    assert cleaned({"text/html": ["<b>", "a"]}) == {}, "what is no text is no HTML"


def test_a_picture_of_lines_comes_inside_an_image_that_says_what_it_is() -> None:
    svg = "<svg onload=alert(1)></svg>"
    code = base64.b64encode(svg.encode()).decode()
    shown = cleaned({"image/svg+xml": svg, "text/plain": '"><script>', "text/html": "<b>instead</b>"})
    assert shown["text/html"] == (f'<img src="data:image/svg+xml;base64,{code}" alt="&quot;&gt;&lt;script&gt;">')
    assert 'alt="a picture"' in cleaned({"image/svg+xml": svg})["text/html"]


# --- panels ------------------------------------------------------------------------------------------------------


def test_a_graded_cells_output_is_its_panel_and_as_text_the_score_that_nbgrader_reads() -> None:
    outcome = Outcome("value", "partial", 1.0, 2.0, asked="The value.", log="a secret", code="c1")
    shown = panel_output(outcome)
    assert (shown.output_type, shown.data["text/plain"], shown.execution_count) == ("execute_result", "1.0", None)
    assert "1 of 2 points" in shown.data["text/html"]
    assert shown.metadata["autograder"] == outcome.public()
    assert "a secret" not in str(shown)


def test_what_is_not_graded_has_no_number_that_nbgrader_could_read() -> None:
    shown = panel_output(Outcome("value", "not_graded", None, 2.0, message="By hand."))
    assert shown.output_type == "display_data"
    with pytest.raises(ValueError, match="could not convert"):
        float(shown.data["text/plain"])


def test_outcomes_take_the_place_of_all_outputs_of_their_cells_and_facts_go_into_the_metadata() -> None:
    notebook = new_notebook(
        cells=[
            new_code_cell("1", outputs=[new_output("stream", text="mine")]),
            graded_cell("value"),
            new_markdown_cell("", id="for-graders-0"),
            cell("why", "Because.", "markdown", grade=True, solution=True, points=3),
            cell("sketch", "print(7)", grade=True, solution=True, points=1),
            cell("essay", "Write.", "markdown", task=True, points=4),
        ],
        metadata={"autograder": {"notes": ["forged"]}},
    )
    notebook.cells[1].outputs = [new_output("stream", text="forged")]
    notebook.cells[1].execution_count = 7
    waits = {name: Outcome(name, "not_graded", None, 3.0) for name in ("why", "sketch", "essay")}
    resources = {
        "autograder": {"value": Outcome("value", "passed", 2.0, 2.0)} | waits,
        "autograder_notes": ["A cell was missing."],
        "autograder_for_graders": {"why": "So.", "sketch": "print(8)", "essay": "Write.\nSCHEME"},
    }
    ShowOutcomes().preprocess(notebook, resources)
    assert notebook.cells[0].outputs[0].text == "mine"
    [shown] = notebook.cells[1].outputs
    assert (shown.data["text/plain"], notebook.cells[1].execution_count) == ("2.0", None)
    assert notebook.metadata["autograder"] == {
        "notes": ["A cell was missing."],
        "by_hand": {name: outcome.public() for name, outcome in waits.items()},
    }
    told = [each for each in notebook.cells if each.metadata.get("autograder") == {"for_graders": True}]
    assert [each.source.splitlines()[-1] for each in told] == ["So.", "```"]
    assert "print(8)" in told[1].source
    assert [notebook.cells[notebook.cells.index(each) + 1].source for each in told] == ["Because.", "print(7)"]
    assert len({each["id"] for each in notebook.cells}) == len(notebook.cells)
    assert notebook.cells[-1].source == "Write.\nSCHEME"


def test_where_nothing_was_graded_a_students_metadata_pass_for_nothing() -> None:
    notebook = new_notebook(cells=[graded_cell("value")], metadata={"autograder": {"notes": ["forged"]}})
    notebook.cells[0].outputs = [new_output("stream", text="its own")]
    ShowOutcomes().preprocess(notebook, {})
    assert "autograder" not in notebook.metadata
    assert notebook.cells[0].outputs[0].text == "its own"


# --- scores ------------------------------------------------------------------------------------------------------


class Book:
    """In place of the gradebook: one grade and one comment, whoever's are asked for."""

    def __init__(self, manual_score: float | None = None) -> None:
        self.grade = SimpleNamespace(auto_score=-1.0, manual_score=manual_score, needs_manual_grade=None)
        self.comment = SimpleNamespace(auto_comment="No response.")
        self.commits = 0
        self.db = SimpleNamespace(commit=self._commit)

    def _commit(self) -> None:
        self.commits += 1

    def find_grade(self, *names: str) -> SimpleNamespace:
        assert names == ("value", "small", "small", "ada")
        return self.grade

    def find_comment(self, *names: str) -> SimpleNamespace:
        assert names == ("value", "small", "small", "ada")
        return self.comment


def saving(book: Book, graded: Any = True) -> SaveScores:
    step = SaveScores(parent=Exporter(graded))
    step.gradebook, step.notebook_id, step.assignment_id, step.student_id = book, "small", "small", "ada"
    return step


@pytest.mark.parametrize(
    ("outcomes", "manual", "kept"),
    [
        ({"value": Outcome("value", "partial", 1.5, 2.0)}, None, (1.5, False)),
        ({"value": Outcome("value", "passed", 2.0, 2.0)}, 0.5, (2.0, True)),
        ({"value": Outcome("value", "not_graded", None, 2.0)}, None, (None, True)),
        (None, None, (None, True)),
    ],
    ids=["graded", "by hand before", "not graded", "nothing was run"],
)
def test_a_score_is_the_outcomes_and_without_one_a_person_is_asked(
    outcomes: dict[str, Outcome] | None, manual: float | None, kept: tuple[float | None, bool]
) -> None:
    book, output = Book(manual), new_output("execute_result", data={"text/plain": "2.0"})
    told = {} if outcomes is None else {"autograder": outcomes}
    forged = graded_cell("value")
    forged.outputs = [output]
    saving(book)._add_score(forged, NAMES | told)
    assert (book.grade.auto_score, book.grade.needs_manual_grade, book.commits) == (*kept, 1)


def test_where_there_are_no_graders_nbgrader_scores(monkeypatch) -> None:
    scored: list[NotebookNode] = []
    monkeypatch.setattr(SaveAutoGrades, "_add_score", lambda self, cell, resources: scored.append(cell))
    book, own = Book(), graded_cell("value")
    saving(book, graded=None)._add_score(own, NAMES)
    assert (scored, book.commits) == ([own], 0)


@pytest.mark.parametrize(("status", "comment"), [("not_graded", None), ("failed", "No response.")])
def test_nobody_is_told_of_no_response_where_a_person_is_to_look(monkeypatch, status: str, comment: str | None) -> None:
    monkeypatch.setattr(SaveAutoGrades, "_add_comment", lambda self, cell, resources: None)
    book, score = Book(), None if status == "not_graded" else 0.0
    outcome = Outcome("value", status, score, 2.0)  # type: ignore[arg-type]
    saving(book)._add_comment(graded_cell("value"), NAMES | {"autograder": {"value": outcome}})
    assert book.comment.auto_comment == comment
