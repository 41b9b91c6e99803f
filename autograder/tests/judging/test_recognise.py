"""Which cell is which: by metadata, by id, by its text, and by the names that it defines."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.judging.recognise import Release, defined, recognised


def cell(source: str, grade_id: str = "", id: str = "", **facts: bool):
    made = new_code_cell(source)
    if grade_id:
        made.metadata["nbgrader"] = {"grade_id": grade_id, **facts}
    if id:
        made["id"] = id
    return made


RELEASED = [
    cell("import math", "setup", "setup", locked=True),
    cell("def double(x):\n    raise NotImplementedError", "double", "double", solution=True),
    cell("def half(x):\n    raise NotImplementedError", "half", "half", solution=True),
    cell("check(double)", "double_value", "double_value", grade=True, locked=True),
]
DOUBLE, HALF = "def double(x):\n    return 2 * x", "def half(x):\n    return x / 2"


def names(*cells) -> tuple[list[str | None], bool, list[str]]:
    notes: list[str] = []
    named, certain = recognised(new_notebook(cells=list(cells)), Release(new_notebook(cells=RELEASED)), notes)
    return [grade_id for grade_id, _ in named], certain, notes


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("def f(x): ...\nclass C: ...\nasync def g(): ...", {"f", "C", "g"}),
        ("a = 1\nb, c = 2, 3\nd: int = 4\ne == 5\nf.g = 6", {"a", "b", "c", "d"}),
        ("import os, math as m\nfrom x import y as z, w\nimport a.b", {"os", "m", "z", "w", "a"}),
        ("def f():\n    inner = 1", {"f"}),
        ("if True:\n    def f(): ...\nelse:\n    f = None", {"f"}),
        ("with open('x') as file:\n    text = file.read()", {"file", "text"}),
        ("%%time\ndef f(): ...", {"f"}),
        ("%%writefile x.py\ndef f(): ...", set()),
        ("# def f(): ...\n'def g(): ...'", set()),
    ],
)
def test_names_that_a_cell_defines(source: str, wanted: set[str]) -> None:
    assert defined(source) == wanted


def test_metadata_say_it_first() -> None:
    found, certain, notes = names(*RELEASED)
    assert found == ["setup", "double", "half", "double_value"]
    assert certain
    assert notes == []


def test_without_metadata_an_id_says_it_and_it_is_told() -> None:
    found, certain, [note] = names(RELEASED[0], cell(DOUBLE, id="double"), cell(HALF, id="half"), RELEASED[3])
    assert found == ["setup", "double", "half", "double_value"]
    assert certain
    assert note.startswith("The cells 'double', 'half' had lost their nbgrader metadata")


def test_retyped_answers_are_known_by_their_names() -> None:
    found, _, [note] = names(RELEASED[0], cell(HALF), cell(DOUBLE), RELEASED[3])
    assert found == ["setup", "half", "double", "double_value"]
    assert "'double', 'half'" in note


def test_where_two_cells_could_be_a_task_neither_is_taken_for_it() -> None:
    found, _, notes = names(RELEASED[0], cell(DOUBLE), cell(DOUBLE + "  # again"), RELEASED[2], RELEASED[3])
    assert found == ["setup", None, None, "half", "double_value"]
    assert notes == []


def test_names_alone_are_not_certain() -> None:
    assert names(cell(DOUBLE), cell(HALF))[:2] == (["double", "half"], False)
    assert names(cell("print(7)"))[:2] == ([None], False)


def test_of_copies_the_written_one_stays() -> None:
    copies = [cell(DOUBLE, "double", solution=True), RELEASED[3], cell("check(double)", "double_value", locked=True)]
    found, _, notes = names(RELEASED[0], RELEASED[1], *copies)
    assert found == ["setup", "double", "double_value"]
    assert sorted(notes) == [
        "The cell 'double' was there more than once.",
        "The cell 'double_value' was there more than once.",
    ]


def test_an_answer_in_a_locked_cell_is_a_cell_of_the_students_own() -> None:
    merged = cell("import math\n" + DOUBLE, "setup", locked=True)
    found, _, notes = names(merged, RELEASED[2], RELEASED[3])
    assert found == [None, "half", "double_value"]
    assert notes == ["The locked cell 'setup' had an answer in it, which stays as a cell of its own."]


def test_cells_of_another_notebook_are_not_taken() -> None:
    found, _, _ = names(RELEASED[0], cell(DOUBLE, "task_of_another", solution=True), RELEASED[2], RELEASED[3])
    assert found == ["setup", None, "half", "double_value"]
