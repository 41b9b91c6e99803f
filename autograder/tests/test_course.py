"""A course on disk: its cells' names, its answers' headers, its key; each fault is one sentence that says where."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course, CourseError, has_real_data, trains
from autograder.notebooks import code_digest, give_ids, graded_cells, nbgrader_of
from autograder.tests.small import GRADERS, MASTER, RIGHT, WRONG, assignment, make_course, rewrite


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def wrong_file(course: Course) -> Path:
    return course.root / "solutions" / "small" / "wrong" / "a_square.py"


def one_sentence(text: str) -> None:
    assert "\n" not in text.strip()
    assert "Traceback" not in text
    assert len(text) < 400


# --- cells -------------------------------------------------------------------------------------------------------


def named(*grade_ids: str | None) -> list[str]:
    cells = [new_code_cell("", metadata={"nbgrader": {"grade_id": g}} if g else {}) for g in grade_ids]
    notebook = new_notebook(cells=cells)
    give_ids(notebook)
    nbformat.validate(notebook)
    return [cell["id"] for cell in notebook.cells]


def test_cells_are_named_by_grade_id_and_place():
    assert named(None, None, "model", None, None, "check", None) == [
        "cell-1",
        "cell-2",
        "model",
        "model-1",
        "model-2",
        "check",
        "check-1",
    ]


@pytest.mark.parametrize(
    "grade_ids",
    [
        ["a", "a", "a"],
        ["a", None, "a-1", "a", None],
        ["x" * 90, "x" * 91, None],
        ["ä b", "a/b", "a.b", "a b"],
        ["cell-1", None],
        [None, "cell-1", "cell-1x"],
    ],
    ids=str,
)
def test_names_are_unique_valid_and_the_same_again(grade_ids):
    names = named(*grade_ids)
    assert len(set(names)) == len(names)
    assert names == named(*grade_ids)


def test_a_cell_that_is_added_renames_no_task():
    before, after = named("a", None, "b", None), named(None, "a", None, None, "b", None)
    assert {"a", "b"} <= set(before) & set(after)
    assert before[-1] == after[-1]


def test_graded_cells_are_the_locked_tests_in_order(course):
    [cell] = graded_cells(assignment(course).master)
    assert (cell.grade_id, cell.points) == ("double_value", 2.0)
    assert "expect.check" in assignment(course).master.cells[cell.index].source
    manual = new_markdown_cell(
        "", metadata={"nbgrader": {"grade": True, "solution": True, "grade_id": "m", "points": 1}}
    )
    assert graded_cells(new_notebook(cells=[manual])) == []


def test_a_digest_names_what_is_run():
    first = new_notebook(cells=[new_code_cell("a"), new_code_cell("b")])
    second = new_notebook(cells=[new_code_cell("a", execution_count=3), new_markdown_cell("c"), new_code_cell("b")])
    assert code_digest(first) == code_digest(second)
    for cells in (["b", "a"], ["a", "b", "c"], ["a"], ["a\0b"[:1] + "b"]):
        assert code_digest(new_notebook(cells=[new_code_cell(c) for c in cells])) != code_digest(first)


@pytest.mark.parametrize(
    ("text", "trained"),
    [
        ("svi = SVI(model, guide, optimizer, loss)", True),
        ("torch.optim.SGD([x], lr=0.1)", True),
        ("from pyro.optim import Adam", True),
        ('trained = student.fit(MODEL, "guide", (data,))', True),
        ('mine, theirs = both.fit(MODEL, "guide", (data,))', True),
        ("x = x - lr * x.grad  # the optimum", False),
        ("losses = fit(data, guide)", False),
    ],
)
def test_code_that_trains_is_known_by_its_words(text, trained):
    assert trains(text) is trained


def test_an_assignment_trains_where_its_cells_or_its_graders_do(course):
    assert not assignment(course).trains
    graders = course.graders / "test_small.py"
    graders.write_text(GRADERS + '\nSTEP = probes.fit("model", "guide")\n')
    assert assignment(course).trains
    graders.write_text(GRADERS)
    assignment(course).script.write_text(MASTER.replace("2 * x", "torch.optim"))
    assert assignment(course).trains


@pytest.mark.parametrize(
    ("text", "real"),
    [("from sklearn.datasets import load_iris", True), ("import sklearn", True), ("data = torch.randn(7)", False)],
)
def test_code_with_real_data_is_known_by_its_words(text, real):
    assert has_real_data(text) is real


def test_an_assignment_needs_real_data_where_its_cells_or_its_graders_do(course):
    assert not assignment(course).needs.real_data
    (course.graders / "test_small.py").write_text(GRADERS + "\nimport sklearn\n")
    assert assignment(course).needs.real_data


# --- answers -----------------------------------------------------------------------------------------------------


def test_answers_are_the_master_with_cells_replaced(course):
    small = assignment(course)
    [right], [wrong] = small.right, small.wrong
    assert (right.name, right.kind, right.title, right.hint) == ("a_sum", "right", "A sum", "")
    assert (wrong.caught_by, wrong.wrong) == (("double_value",), "It squares.")
    assert wrong.hint == "Your function multiplies the number by itself."
    sources = [[cell.source for cell in answer.notebook.cells] for answer in (small.reference, wrong)]
    [differing] = [pair for pair in zip(*sources, strict=True) if pair[0] != pair[1]]
    assert "2 * x" in differing[0]
    assert "x * x" in differing[1]
    assert len({small.reference.digest, right.digest, wrong.digest}) == 3


def test_an_answer_leaves_the_master_as_it_is(course):
    small = assignment(course)
    before = nbformat.writes(small.master)
    assert small.wrong
    assert nbformat.writes(small.master) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# ---\n# title", "# title"),
        ("# title: A square\n", ""),
        ("# wrong: It squares.\n", ""),
        ("# caught_by: [double_value]\n", ""),
        ("title:", "name:"),
        ("# title: A square\n", "# title: A square\n# extra: 1\n"),
        ("# title: A square\n", "# title: [A square\n"),
        ("# title: A square\n", "# title: A: square\n"),
        ("[double_value]", "[nothing]"),
        ("[double_value]", "double_value"),
        ("[double_value]", "[]"),
        ("[double_value]", ""),
        ("[double_value]", "3"),
        ("[double_value]", "[[double_value]]"),
        ("[double_value]", "{double_value: 1}"),
        ('grade_id="double"', 'grade_id="triple"'),
        ('grade_id="double"', 'grade_id="double_value"'),
        ('# %% grade_id="double"', "# %%"),
        ('# %% grade_id="double"\ndef double(x):\n    return x * x\n', ""),
        ('# %% grade_id="double"\ndef double', "# %% [markdown]\n# def double"),
        (WRONG, ""),
        (WRONG, "def double(x):\n    return x * x\n"),
        (WRONG, "# ---\n# 3\n# ---\n"),
    ],
)
def test_a_fault_in_a_header_is_one_sentence_that_names_the_file(course, old, new):
    assert assignment(course).wrong
    rewrite(wrong_file(course), old, new)
    with pytest.raises(CourseError) as caught:
        assignment(course).wrong  # noqa: B018
    one_sentence(str(caught.value))
    assert "a_square.py" in str(caught.value)


def test_a_right_answer_says_its_title_only(course):
    path = course.root / "solutions" / "small" / "right" / "a_sum.py"
    path.write_text(RIGHT.replace("# title: A sum\n", "# title: A sum\n# hint: none\n"))
    with pytest.raises(CourseError, match="title"):
        assignment(course).right  # noqa: B018


def test_a_file_that_is_no_text_is_one_sentence(course):
    wrong_file(course).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match=r"a_square\.py") as caught:
        assignment(course).wrong  # noqa: B018
    one_sentence(str(caught.value))


# --- the course --------------------------------------------------------------------------------------------------


def test_a_course_is_found_from_inside_and_only_there(course, tmp_path):
    assert Course.find(course.root / "solutions" / "small").root == course.root
    with pytest.raises(CourseError, match=r"nbgrader_config\.py"):
        Course.find(tmp_path)


def test_assignments_are_known_by_their_master(course):
    (course.root / "solutions" / "notes").mkdir()
    (course.root / "solutions" / "notes" / "other.py").write_text("")
    assert course.names() == ["small"]
    with pytest.raises(CourseError, match=r"'notes'.*small"):
        course.assignment("notes")


def test_what_is_not_built_yet_says_how_to_build_it(course):
    with pytest.raises(CourseError, match="autograder build small"):
        assignment(course).released()
    with pytest.raises(CourseError, match="autograder build"):
        course.key  # noqa: B018


def test_the_key_is_made_once_and_for_its_owner_only(course):
    course.make_key()
    key = course.key
    assert len(key) == 32
    course.make_key()
    assert course.key == key
    path = course.private / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(course.private.stat().st_mode) == 0o700
    path.unlink()
    course.make_key()
    assert course.key != key


def test_a_comment_in_an_answer_stays_a_comment(tmp_path):
    course = make_course(tmp_path / "course")
    answer = course.root / "solutions" / "small" / "right" / "a_sum.py"
    text = "# why?\n# %time\n# !ls\ndef double(x):\n    return x + x  # really?"
    answer.write_text(f'# ---\n# title: A sum\n# ---\n\n# %% grade_id="double"\n{text}\n')
    [right] = course.assignment("small").right
    [cell] = [cell for cell in right.notebook.cells if nbgrader_of(cell).get("solution")]
    assert cell.source == text


def test_those_who_make_the_key_at_once_have_one_key(tmp_path, monkeypatch):
    course = make_course(tmp_path)
    link, before = os.link, Course(course.root)

    def late(fresh, path):
        monkeypatch.setattr(os, "link", link)
        before.make_key()  # another was faster
        link(fresh, path)

    monkeypatch.setattr(os, "link", late)
    course.make_key()
    assert course.key == before.key
    assert len(course.key) == 32
    assert [path.name for path in course.private.iterdir()] == ["key"]
