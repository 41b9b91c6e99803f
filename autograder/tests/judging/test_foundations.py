"""Which graded cells look at one task, and which tasks stand on which."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.judging.foundations import Part, parts
from autograder.tests.small import ROOT


def task(name: str, source: str) -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, "solution": True, "grade": False}})


def graded(name: str, source: str = "pass") -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, "solution": False, "grade": True}})


def of(*cells: NotebookNode) -> list[Part]:
    return parts(new_notebook(cells=list(cells)))


def test_graded_cells_belong_to_the_tasks_above_them():
    found = of(task("f", "f = 1"), graded("a"), graded("b"), task("g", "g = 1"), task("h", "h = 1"), graded("c"))
    assert found == [Part(["f"], ["a", "b"]), Part(["g", "h"], ["c"])]


def test_a_part_stands_on_what_its_code_or_its_checks_mention():
    found = of(
        task("f", "def f(): ..."),
        graded("a"),
        task("g", "def g(): return f()"),
        graded("b"),
        task("h", "def h(model): ..."),
        graded("c", "h(f)"),
        task("i", "def i(): 'not f, nor g'"),
        graded("d"),
    )
    assert [part.stands_on for part in found] == [set(), {0}, {0}, set()]


def test_a_part_stands_on_what_its_foundations_stand_on():
    found = of(task("f", "f = 1"), graded("a"), task("g", "g = f"), graded("b"), task("h", "h = g"), graded("c"))
    assert found[2].stands_on == {0, 1}


def test_code_that_is_not_plain_python_counts_as_using_all_above():
    found = of(task("f", "f = 1"), graded("a"), task("g", "g = 1"), graded("b"), task("h", "%time h = 1"), graded("c"))
    assert found[2].stands_on == {0, 1}


def test_texts_and_examples_are_no_part():
    found = of(new_markdown_cell("f"), new_code_cell("f = 1"), task("g", "g = f"), graded("a"))
    assert found == [Part(["g"], ["a"])]


def test_a_lesson_of_the_course():
    found = parts(Course(ROOT).assignment("step_17").master)
    by_cell = {cell: part for part in found for cell in part.cells}
    model = next(at for at, part in enumerate(found) if "model_density" in part.cells)
    assert {"model_structure", "model_density"} <= set(found[model].cells)
    assert model in by_cell["fit_quality"].stands_on
    assert by_cell["model_density"].stands_on == set()
