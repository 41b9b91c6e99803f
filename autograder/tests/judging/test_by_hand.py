"""What a person grades: an answer waits wherever it stands, and only what was left empty earns nothing by itself."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.judging.by_hand import EMPTY, WAITS, outcomes
from autograder.judging.outcomes import Outcome
from autograder.judging.repair import repair
from autograder.notebooks import give_ids, nbgrader_of

STUB = "YOUR ANSWER HERE"


def cell(grade_id: str, source: str, *, code: bool = False, **data: Any) -> NotebookNode:
    made = (new_code_cell if code else new_markdown_cell)(source)
    facts = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    made.metadata["nbgrader"] = {"grade_id": grade_id, **facts, **data}
    return made


@pytest.fixture
def released() -> NotebookNode:
    by_hand = {"grade": True, "solution": True}
    notebook = new_notebook(
        cells=[
            cell("intro", "# Title\n\nText.", locked=True),
            cell("f", "def f():\n    raise NotImplementedError()", code=True, solution=True),
            cell("f_one", "f()", code=True, grade=True, locked=True, points=2),
            new_markdown_cell("## Task 2: say *why* · 3 points\n\nWrite below."),
            cell("why", STUB, points=3, **by_hand),
            new_markdown_cell("Now a plot."),
            cell("plot", "# YOUR CODE HERE", code=True, points=4, **by_hand),
            cell("essay", "### Write an essay\n\nIn cells of your own.", locked=True, task=True, points=5),
            new_markdown_cell("The end."),
        ]
    )
    give_ids(notebook)
    return notebook


def at(notebook: NotebookNode, grade_id: str) -> int:
    return next(i for i, one in enumerate(notebook.cells) if nbgrader_of(one).get("grade_id") == grade_id)


def judged(submitted: NotebookNode, released: NotebookNode) -> dict[str, Outcome]:
    repair(submitted, released, "small")
    return {outcome.grade_id: outcome for outcome in outcomes(submitted, released)}


def test_what_was_left_empty_earns_nothing_and_a_task_waits_always(released):
    found = judged(deepcopy(released), released)
    assert {name: (outcome.status, outcome.score, outcome.points) for name, outcome in found.items()} == {
        "why": ("failed", 0.0, 3.0),
        "plot": ("failed", 0.0, 4.0),
        "essay": ("not_graded", None, 5.0),
    }
    assert [found[name].message for name in found] == [EMPTY.format("why"), EMPTY.format("plot"), WAITS]
    assert [found[name].asked for name in found] == ["Task 2: say *why*", "", "Write an essay"]


def test_an_answer_waits_for_a_person(released):
    submitted = deepcopy(released)
    submitted.cells[at(submitted, "why")].source = "Because."
    submitted.cells[at(submitted, "plot")].source = "plt.plot([1, 2])"
    found = judged(submitted, released)
    assert {(outcome.status, outcome.score, outcome.message) for outcome in found.values()} == {
        ("not_graded", None, WAITS)
    }


def below(notebook: NotebookNode) -> None:
    notebook.cells.insert(at(notebook, "why") + 1, new_markdown_cell("Because, below."))


def above(notebook: NotebookNode) -> None:
    notebook.cells.insert(at(notebook, "why"), new_markdown_cell("Because, above."))


def picture(notebook: NotebookNode) -> None:
    mine = new_markdown_cell("![](attachment:a.png)")
    mine["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
    notebook.cells.insert(at(notebook, "why") + 1, mine)


def retyped(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "why")] = new_markdown_cell("Because, in a new cell.")


def without_metadata(notebook: NotebookNode) -> None:
    answer = notebook.cells[at(notebook, "why")]
    answer.source, answer.metadata, answer["id"] = "Because.", {}, "other"


@pytest.mark.parametrize("change", [below, above, picture, retyped, without_metadata], ids=lambda f: f.__name__)
def test_an_answer_in_another_cell_is_seen_by_a_person(released, change):
    submitted = deepcopy(released)
    change(submitted)
    found = judged(submitted, released)
    assert found["why"].status == "not_graded"
    assert found["plot"].status == "failed"


@pytest.mark.parametrize(
    "other",
    [new_code_cell("1 + 1"), new_markdown_cell("  \n"), new_markdown_cell("Now a plot.")],
    ids=["code", "an empty cell", "a copy of the lesson's text"],
)
def test_what_is_no_text_of_the_students_own_is_no_answer(released, other):
    submitted = deepcopy(released)
    submitted.cells.insert(at(submitted, "why") + 1, other)
    assert judged(submitted, released)["why"].status == "failed"


def test_text_of_the_students_own_elsewhere_is_no_answer(released):
    submitted = deepcopy(released)
    submitted.cells.insert(1, new_markdown_cell("My notes."))
    submitted.cells.append(new_markdown_cell("More notes."))
    assert judged(submitted, released)["why"].status == "failed"


def test_an_answer_that_was_moved_stays_where_it_is_and_moves_no_grader(released):
    submitted = deepcopy(released)
    answer = submitted.cells.pop(at(submitted, "why"))
    answer.source = "Because, at the end."
    submitted.cells.append(answer)
    assert repair(submitted, released, "small") == []
    assert submitted.cells[-1].source == "Because, at the end."


def test_an_answer_that_was_made_code_is_text_again(released):
    submitted = deepcopy(released)
    place = at(submitted, "why")
    code = new_code_cell("Because.")
    code.metadata = submitted.cells[place].metadata
    submitted.cells[place] = code
    assert judged(submitted, released)["why"].status == "not_graded"
    assert submitted.cells[place].cell_type == "markdown"
