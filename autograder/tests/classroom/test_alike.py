"""Answers that are alike: the same tokens make a group, another name does not, and a stub is no answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.classroom import alike
from autograder.course import Course
from autograder.notebooks import nbgrader_of

SQUARE = "def double(x):\n    return x * x\n"


@pytest.mark.parametrize(
    "other",
    [
        'def double(x):\n    """Its double."""\n\n    # easy\n    return x*x\n',
        "def double( x ):\n        return x*x",
        "# mine\n\n\ndef double(x):\n  'A docstring.'\n  return x * x  # so\n",
    ],
    ids=["docstring", "no blanks", "comments"],
)
def test_layout_comments_and_docstrings_do_not_count(other: str):
    assert alike.plain(other) == alike.plain(SQUARE)


@pytest.mark.parametrize(
    "other",
    [
        "def double(y):\n    return y * y\n",
        "def double(x):\n    return x * 'x'\n",
        "def double(x):\n    if x:\n        return x * x\n",
        "def double(x):\n    x\n    return x * x\n",
    ],
)
def test_everything_else_counts(other: str):
    assert alike.plain(other) != alike.plain(SQUARE)


def test_two_blocks_that_differ_in_depth_only_are_not_the_same():
    inside = "for i in x:\n    a(i)\n    b(i)\n"
    outside = "for i in x:\n    a(i)\nb(i)\n"
    assert alike.plain(inside) != alike.plain(outside)


@pytest.mark.parametrize("odd", ["def f(:\n  '", "(" * 40_000, "\0", "'''", "a\n  b\n c", "x" * 60_000])
def test_what_is_no_code_stands_for_itself(odd: str):
    assert alike.plain(odd) == alike.plain(odd + "\n")


def hand_back(course: Course, student: str, source: str) -> Path:
    notebook = course.assignment("small").released()
    for cell in notebook.cells:
        if nbgrader_of(cell).get("solution"):
            cell.source = source
    path = course.place("autograded", "small", student) / "small.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path


def test_groups_name_who_wrote_the_same_and_leave_out_stubs_and_broken_files(built: Course, tmp_path: Path):
    course = Course(Path(shutil.copytree(built.root, tmp_path / "course")))
    assignment = course.assignment("small")
    released = assignment.released()
    [stub] = [cell.source for cell in released.cells if nbgrader_of(cell).get("solution")]
    other = "def double(x):\n    return 2 * x\n"
    for student, source in {"ada": SQUARE, "ben": SQUARE + "# mine", "cy": other}.items():
        hand_back(course, student, source)
    for student in ("dora", "emil"):
        hand_back(course, student, stub)
    for student in ("finn", "gus"):
        hand_back(course, student, SQUARE).write_text("no notebook")
    everybody = ["ada", "ben", "cy", "dora", "emil", "finn", "gus", "nobody"]
    assert alike.groups(course, assignment, everybody) == [["ada", "ben"]]
