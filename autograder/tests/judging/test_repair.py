"""Repair: whatever was done to a notebook, its assignment's cells are back and the student's own stay in order."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.judging.repair import WrongNotebook, repair
from autograder.notebooks import give_ids, nbgrader_of


def cell(grade_id: str, source: str, *, markdown: bool = False, **data: Any) -> NotebookNode:
    made = (new_markdown_cell if markdown else new_code_cell)(source)
    made.metadata["nbgrader"] = {
        "grade_id": grade_id,
        "grade": False,
        "locked": False,
        "solution": False,
        "task": False,
        "schema_version": 3,
    } | data
    return made


def task(grade_id: str) -> NotebookNode:
    return cell(grade_id, f"def {grade_id}():\n    raise NotImplementedError()", solution=True)


def graded(grade_id: str) -> NotebookNode:
    return cell(grade_id, f"check_{grade_id}()", grade=True, locked=True, points=2)


@pytest.fixture
def released() -> NotebookNode:
    notebook = new_notebook(
        cells=[
            cell("intro", "# Title", markdown=True, locked=True),
            new_code_cell("import torch"),
            task("f"),
            graded("f_one"),
            graded("f_two"),
            task("g"),
            graded("g_one"),
            new_markdown_cell("The end."),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    give_ids(notebook)
    return notebook


@pytest.fixture
def submitted(released: NotebookNode) -> NotebookNode:
    notebook = deepcopy(released)
    at(notebook, "f").source = "def f():\n    return 1"
    at(notebook, "g").source = "def g():\n    return 2"
    return notebook


def at(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if nbgrader_of(c).get("grade_id") == grade_id)


def place(notebook: NotebookNode, grade_id: str) -> int:
    return notebook.cells.index(at(notebook, grade_id))


def ids(notebook: NotebookNode) -> list[str]:
    return [nbgrader_of(c)["grade_id"] for c in notebook.cells if nbgrader_of(c)]


def own(notebook: NotebookNode) -> list[str]:
    return [c.source for c in notebook.cells if not nbgrader_of(c)]


def sources(notebook: NotebookNode) -> list[str]:
    return [c.source for c in notebook.cells]


ORDER = ["intro", "f", "f_one", "f_two", "g", "g_one"]


def test_a_good_notebook_stays_as_it_is(submitted, released):
    before = deepcopy(submitted)
    assert repair(submitted, released, "small") == []
    assert submitted == before


def test_a_changed_locked_cell_is_put_back(submitted, released):
    at(submitted, "f_one").source = "pass"
    at(submitted, "intro").source = "# Mine"
    notes = repair(submitted, released, "small")
    assert at(submitted, "f_one").source == "check_f_one()"
    assert at(submitted, "intro").source == "# Title"
    assert sorted("f_one" in note for note in notes) == [False, True]
    assert at(submitted, "f").source == "def f():\n    return 1", "the answer is the student's"


@pytest.mark.parametrize(
    "change",
    [
        {"points": 100},
        {"locked": False},
        {"grade": False},
        {"solution": True},
        {"schema_version": 1},
        {"cell_type": "markdown"},
        {"grade_id": "f_one", "points": "many"},
    ],
    ids=str,
)
def test_changed_metadata_is_put_back(submitted, released, change):
    at(submitted, "f_one").metadata.nbgrader.update(change)
    repair(submitted, released, "small")
    assert at(submitted, "f_one").metadata == at(released, "f_one").metadata
    assert ids(submitted) == ORDER


def test_a_tag_that_skips_a_graded_cell_goes(submitted, released):
    at(submitted, "f_one").metadata["tags"] = ["skip-execution"]
    repair(submitted, released, "small")
    assert "skip-execution" not in at(submitted, "f_one").metadata.get("tags", [])


@pytest.mark.parametrize("grade_id", ["f", "f_one", "intro"])
def test_a_cell_of_another_type_is_turned_back(submitted, released, grade_id):
    index, source = place(submitted, grade_id), at(submitted, grade_id).source
    make = new_code_cell if grade_id == "intro" else new_markdown_cell
    submitted.cells[index] = make(source, metadata=at(submitted, grade_id).metadata)
    [note] = repair(submitted, released, "small")
    assert (grade_id in note, "turned into" in note) == (True, True)
    assert at(submitted, grade_id).cell_type == at(released, grade_id).cell_type
    assert at(submitted, grade_id).source == source
    nbformat.validate(submitted)


@pytest.mark.parametrize("grade_id", ORDER[1:])
def test_a_missing_cell_is_put_back_in_its_place(submitted, released, grade_id):
    del submitted.cells[place(submitted, grade_id)]
    [note] = repair(submitted, released, "small")
    assert (grade_id in note, "missing" in note) == (True, True)
    assert at(submitted, grade_id).source == at(released, grade_id).source
    assert ids(submitted) == ORDER


@pytest.mark.parametrize("also", ["", "another id", "renamed", "malformed"])
@pytest.mark.parametrize("grade_id", ORDER[1:])
def test_a_cell_that_lost_its_metadata_is_known_by_its_id_its_text_or_its_names(submitted, released, grade_id, also):
    before = sources(submitted)
    stripped = at(submitted, grade_id)
    stripped.metadata.pop("nbgrader")
    if also:
        stripped["id"] = "7f3a"
    if also == "malformed":
        stripped.metadata["nbgrader"] = {"grade_id": None}
    [note] = repair(submitted, released, "small")
    assert (grade_id in note, "lost" in note) == (True, True)
    assert sources(submitted) == before
    assert at(submitted, grade_id).metadata == at(released, grade_id).metadata


def test_a_notebook_that_lost_all_metadata_is_known_by_its_ids_or_its_texts(submitted, released):
    for with_ids in (True, False):
        bare = deepcopy(submitted)
        for number, each in enumerate(bare.cells):
            each.metadata.pop("nbgrader", None)
            each["id"] = each["id"] if with_ids else f"x{number}"
        [note] = repair(bare, released, "small")
        assert all(f"'{grade_id}'" in note for grade_id in ORDER)
        assert sources(bare) == sources(submitted)
        assert ids(bare) == ORDER


def test_names_alone_do_not_make_a_notebook_this_assignments(released):
    typed = new_notebook(cells=[new_code_cell("def f():\n    return 1"), new_code_cell("def g():\n    return 2")])
    with pytest.raises(WrongNotebook):
        repair(typed, released, "small")
    foreign = [task("f"), task("g"), graded("f_one")]
    for each in foreign:
        each.metadata["nbgrader"]["grade_id"] += "_of_another"
    with pytest.raises(WrongNotebook):
        repair(new_notebook(cells=foreign), released, "small")


F, G = "def f():\n    return 1", "def g():\n    return 2"
# What students do to a task's cell: what stands in place of the cells of the tasks f and g, None for gone.
REWRITTEN = {
    "retyped": ([F], [G]),
    "retyped and improved below": ([F + "0", F], [G]),
    "merged with the next task": (None, [F + "\n\n" + G]),
    "in a block": (["if True:\n    def f():\n        return 1"], [G]),
    "as a lambda": (["f = lambda: 1"], ["g: object = lambda: 2"]),
    "two names at once": (["f, other = (lambda: 1), 2"], [G]),
    "imported": (["from answers import f"], ["import answers as g"]),
    "imported with a star": (["from answers import *"], ["from answers import *"]),
    "run from a file": (["%run answers.py"], [G]),
    "timed": (["%%time\n" + F], [G]),
    "with a magic line": (["%matplotlib inline\n" + F], [G]),
    "with a syntax that no parser takes": ([F + "\n?f\nx = !ls"], [G]),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_stub_that_is_put_back_never_runs_after_what_the_student_defined(submitted, released, name):
    for grade_id, texts in zip(("f", "g"), REWRITTEN[name], strict=True):
        index = place(submitted, grade_id)
        submitted.cells[index : index + 1] = [new_code_cell(text) for text in texts or []]
    written = [text for texts in REWRITTEN[name] for text in texts or []]
    repair(submitted, released, "small")
    assert sorted(ids(submitted)) == sorted(ORDER)
    for grade_id in ("f", "g"):
        if at(submitted, grade_id).source == at(released, grade_id).source:
            assert place(submitted, grade_id) < min(
                sources(submitted).index(text) for text in written if grade_id in text or "answers" in text
            )
    assert [text for text in sources(submitted) if text in written] == written
    assert repair(submitted, released, "small") == []


@pytest.mark.parametrize(("first", "second"), [("f", "g"), ("g", "f")])
def test_two_tasks_merged_into_one_cell_of_either(submitted, released, first, second):
    at(submitted, first).source = F + "\n" + G
    del submitted.cells[place(submitted, second)]
    repair(submitted, released, "small")
    assert at(submitted, second).source == at(released, second).source
    assert place(submitted, second) < place(submitted, first)
    assert at(submitted, first).source == F + "\n" + G


def test_an_answer_that_was_merged_into_a_locked_cell_stays(submitted, released):
    at(submitted, "f_one").source = F + "\ncheck_f_one()"
    del submitted.cells[place(submitted, "f")]
    notes = repair(submitted, released, "small")
    assert any("had an answer in it" in note for note in notes)
    assert at(submitted, "f_one").source == "check_f_one()"
    texts = sources(submitted)
    assert texts.index(at(released, "f").source) < texts.index(F + "\ncheck_f_one()") < texts.index("check_f_one()")


@pytest.mark.parametrize("below", [True, False])
def test_of_a_task_and_its_untouched_copy_the_answer_stays(submitted, released, below):
    copy = deepcopy(at(released, "f"))
    submitted.cells.insert(place(submitted, "f") + below, copy)
    [note] = repair(submitted, released, "small")
    assert "more than once" in note
    assert at(submitted, "f").source == F
    assert copy.source not in sources(submitted)


def test_a_lesson_that_defines_a_tasks_name_is_no_answer_to_it(submitted, released):
    lesson = new_code_cell("def f():\n    return 'as an example'")
    released.cells.insert(2, lesson)
    submitted.cells.insert(2, deepcopy(lesson))
    del submitted.cells[place(submitted, "f")]
    repair(submitted, released, "small")
    assert place(submitted, "f") == 3


def test_an_answer_above_an_untouched_stub_is_what_counts(submitted, released):
    stub = at(submitted, "f").source = at(released, "f").source
    submitted.cells.insert(place(submitted, "f"), new_code_cell(F))
    [note] = repair(submitted, released, "small")
    assert "moved above" in note
    texts = sources(submitted)
    assert texts.index(stub) < texts.index(F) < texts.index("check_f_one()")
    assert repair(submitted, released, "small") == []  # below it, it takes nothing back


def test_a_task_that_was_answered_keeps_its_place_below_an_earlier_answer(submitted, released):
    submitted.cells.insert(place(submitted, "f"), new_code_cell("def f():\n    return 3"))
    assert repair(submitted, released, "small") == []
    assert sources(submitted).index("def f():\n    return 3") < place(submitted, "f")


def test_a_copied_graded_cell_goes_and_a_copied_task_becomes_an_own_cell(submitted, released):
    submitted.cells.append(deepcopy(at(submitted, "f_one")))
    second = deepcopy(at(submitted, "f"))
    second.source = "def f():\n    return 3"
    submitted.cells.insert(place(submitted, "f") + 1, second)
    notes = repair(submitted, released, "small")
    assert ids(submitted) == ORDER
    assert len(notes) == 2
    assert all("more than once" in note for note in notes)
    assert sources(submitted).count("check_f_one()") == 1
    assert at(submitted, "f").source == "def f():\n    return 1"
    assert submitted.cells[place(submitted, "f") + 1].source == "def f():\n    return 3"


@pytest.mark.parametrize(
    "data",
    ["text", None, [], {}, {"grade_id": "nothing"}, {"grade_id": 3}, {"grade_id": ["f"]}, {"grade": True}],
    ids=repr,
)
def test_metadata_that_nobody_knows_is_taken_off(submitted, released, data):
    submitted.cells.insert(2, new_code_cell("x = 1", metadata={"nbgrader": data, "mine": 1}))
    [note] = repair(submitted, released, "small")
    assert "unknown nbgrader metadata" in note
    [kept] = [c for c in submitted.cells if c.source == "x = 1"]
    assert kept.metadata == {}


def test_own_cells_stay_in_order_and_in_place(submitted, released):
    for number, index in enumerate((0, 3, 5, 8, 12)):
        submitted.cells.insert(index, new_code_cell(f"own_{number} = 1"))
    before = deepcopy(submitted)
    assert repair(submitted, released, "small") == []
    assert sources(submitted) == sources(before)
    nbformat.validate(submitted)


def test_a_graded_cell_in_front_of_its_task_moves_behind_it(submitted, released):
    moved = submitted.cells.pop(place(submitted, "f_one"))
    submitted.cells.insert(0, moved)
    [note] = repair(submitted, released, "small")
    assert ("f_one" in note, "moved behind" in note) == (True, True)
    assert place(submitted, "f_one") > place(submitted, "f")


def test_a_graded_cell_may_stand_later_than_it_was(submitted, released):
    moved = submitted.cells.pop(place(submitted, "f_one"))
    submitted.cells.append(moved)
    assert repair(submitted, released, "small") == []
    assert ids(submitted)[-1] == "f_one"


def test_the_kernel_is_the_assignments(submitted, released):
    submitted.metadata = nbformat.from_dict({"kernelspec": {"name": "evil", "display_name": "E", "language": "bash"}})
    repair(submitted, released, "small")
    assert submitted.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("name", ["", None, "f", 7])
def test_cell_ids_are_made_unique(submitted, released, name):
    for number in range(3):
        submitted.cells.insert(0, new_code_cell(f"x = {number}"))
        submitted.cells[0]["id"] = name
    repair(submitted, released, "small")
    names = [c["id"] for c in submitted.cells]
    assert len(set(names)) == len(names)
    assert all(isinstance(name, str) and name for name in names)
    nbformat.validate(submitted)


@pytest.mark.parametrize("cells", [[], [new_code_cell("x = 1")], [graded("f_one")], [task("other")]])
def test_a_notebook_without_any_task_is_the_wrong_one(released, cells):
    with pytest.raises(WrongNotebook, match=r"no notebook of small.*f, g"):
        repair(new_notebook(cells=cells), released, "small")


def test_one_task_is_enough(released):
    notebook = new_notebook(cells=[task("g")])
    repair(notebook, released, "small")
    assert sorted(ids(notebook)) == sorted(ORDER)


def test_line_ends_of_windows_change_no_cell(submitted, released):
    wanted = sources(submitted)
    for cell in submitted.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    assert repair(submitted, released, "small") == []
    assert sources(submitted) == wanted


@pytest.mark.parametrize("widgets", [{"application/vnd.jupyter.widget-state+json": {"abc": {}}}, [], "x"], ids=repr)
def test_saved_widgets_go_since_their_outputs_are_made_anew(submitted, released, widgets):
    submitted.metadata["widgets"] = widgets
    repair(submitted, released, "small")
    assert "widgets" not in submitted.metadata


PICTURE = {"plot.png": {"image/png": "iVBORw0KGgo="}, "my plot.png": {"image/png": "iVBORw0KGgo="}}


@pytest.mark.parametrize(
    ("text", "attachments", "wanted"),
    [
        ("see ![a plot](attachment:plot.png)", PICTURE, "see ![a plot](attachment:plot.png)"),
        ("see ![](attachment:my%20plot.png)", PICTURE, "see ![](attachment:my%20plot.png)"),
        ("see ![a plot](attachment:lost.png) here", PICTURE, "see [no picture: a plot] here"),
        ('see ![](attachment:lost.png "title")', None, "see [no picture: lost.png]"),
        ("see ![a plot](attachment:plot.png)", {"plot.png": "iVBOR"}, "see [no picture: a plot]"),
        ("see ![a plot](attachment:plot.png)", "no pictures", "see [no picture: a plot]"),
        ("see ![a plot](plot.png)", None, "see ![a plot](plot.png)"),
    ],
)
def test_a_pasted_picture_is_there_or_a_word_stands_for_it(submitted, released, text, attachments, wanted):
    mine = new_markdown_cell(text)
    if attachments is not None:
        mine["attachments"] = attachments
    submitted.cells.insert(2, mine)
    repair(submitted, released, "small")
    assert submitted.cells[2].source == wanted
    nbformat.validate(submitted)
    shown = IPythonRenderer(attachments=submitted.cells[2].get("attachments", {}))
    assert "<p>see " in MarkdownWithMath(renderer=shown).render(submitted.cells[2].source)


def test_a_written_answer_keeps_its_pasted_pictures(submitted, released):
    answer = cell("why", "Because …", markdown=True, solution=True, grade=True, points=3)
    released.cells.append(answer)
    mine = deepcopy(answer)
    mine.source, mine["attachments"] = "Because of ![a plot](attachment:plot.png)", PICTURE
    submitted.cells.append(mine)
    assert repair(submitted, released, "small") == []
    assert (submitted.cells[-1].source, submitted.cells[-1]["attachments"]) == (mine.source, PICTURE)


def mangled(rng: random.Random, notebook: NotebookNode) -> NotebookNode:
    """The notebook after some of what students do to cells."""
    cells = notebook.cells
    for _ in range(rng.randint(1, 8)):
        index = rng.randrange(len(cells))
        what = rng.choice(["drop", "copy", "move", "own", "edit", "type", "strip", "rename"])
        if what == "drop" and len(cells) > 2:
            del cells[index]
        elif what == "copy":
            cells.insert(rng.randrange(len(cells)), deepcopy(cells[index]))
        elif what == "move":
            cells.insert(rng.randrange(len(cells)), cells.pop(index))
        elif what == "own":
            cells.insert(index, new_code_cell(f"own_{rng.randrange(10**6)} = 1"))
        elif what == "edit":
            cells[index].source += "\n# mine"
        elif what == "type":
            cells[index] = new_markdown_cell(cells[index].source, metadata=cells[index].metadata)
        elif what == "strip":
            cells[index].metadata.pop("nbgrader", None)
        elif isinstance(cells[index].metadata.get("nbgrader"), dict):
            cells[index].metadata["nbgrader"]["grade_id"] = rng.choice([*ORDER, "unknown", "", None])
    return notebook


def test_whatever_was_done_repair_gives_the_assignments_cells_and_has_nothing_left_to_do(submitted, released):
    repaired = 0
    for seed in range(300):
        notebook = mangled(random.Random(seed), deepcopy(submitted))
        before = own(notebook)
        try:
            notes = repair(notebook, released, "small")
        except WrongNotebook:
            continue
        repaired += bool(notes)
        assert sorted(ids(notebook)) == sorted(ORDER), seed
        order = ids(notebook)
        for grade_id in ORDER:
            assert at(notebook, grade_id).cell_type == at(released, grade_id).cell_type
            assert at(notebook, grade_id).metadata == at(released, grade_id).metadata
            if grade_id not in ("f", "g"):
                assert at(notebook, grade_id).source == at(released, grade_id).source
        for name in ("f_one", "f_two", "g_one"):
            assert order.index(name) > order.index("f"), seed
        assert order.index("g_one") > order.index("g"), seed
        kept = iter(own(notebook))
        still = [source for source in before if source.startswith("own_")]  # others may have been recognised
        assert all(source in kept for source in still), f"own cells in order, seed {seed}"
        once = deepcopy(notebook)
        assert repair(notebook, released, "small") == [], seed
        assert notebook == once, seed
        nbformat.validate(notebook)
    assert repaired > 150


ODD_CELLS = {
    "an id with blanks": {"id": "a b"},
    "an id that is too long": {"id": "a" * 65},
    "an id that is no text": {"id": 7},
    "an empty id": {"id": ""},
    "a tag with a comma": {"metadata": {"tags": ["a,b", "kept"]}},
    "a tag that is no text": {"metadata": {"tags": [7, None, "kept"]}},
    "tags twice": {"metadata": {"tags": ["kept", "kept"]}},
    "tags that are no list": {"metadata": {"tags": "kept"}},
    "half a surrogate in a tag": {"metadata": {"tags": ["\ud800", "kept"]}},
    "odd metadata": {"metadata": {"collapsed": "x", "scrolled": 7, "name": 3, "jupyter": [], "nbgrader": [1]}},
    "a language": {"metadata": {"magics_language": '"><script>alert(1)</script>'}},
    "odd fields": {"more": 1, "attachments": 7, "prompt_number": "x"},
    "odd attachments": {
        "cell_type": "markdown",
        "attachments": {"a": 7, "b": {"text/html": "x"}, "c": {"image/png": 7}},
    },
    "odd outputs": {"outputs": 7, "execution_count": "x"},
}
ODD_NOTEBOOKS = {
    "a title that is no text": {"title": 7},
    "authors that are none": {"authors": "x"},
    "a kernel that is none": {"kernelspec": 7, "language_info": []},
    "widgets": {"widgets": {"application/vnd.jupyter.widget-state+json": "</script>"}},
    "jupytext": {"jupytext": {"formats": 7}},
}


@pytest.mark.parametrize("fields", ODD_CELLS.values(), ids=ODD_CELLS)
def test_odd_fields_of_an_own_cell_do_no_harm(released, fields):
    cell = new_code_cell("x = 1", id="own")
    cell.update(nbformat.from_dict(fields))
    if cell.cell_type == "markdown":
        del cell["outputs"], cell["execution_count"]
    released_now = deepcopy(released)
    notebook = deepcopy(released)
    notebook.cells.insert(1, cell)
    repair(notebook, released_now, "small")
    nbformat.validate(notebook)
    assert notebook.cells[1].source == "x = 1"
    assert notebook.cells[1].metadata.get("tags", ["kept"]) == ["kept"]
    assert set(notebook.cells[1].metadata) <= {"tags"}


@pytest.mark.parametrize("metadata", ODD_NOTEBOOKS.values(), ids=ODD_NOTEBOOKS)
def test_odd_metadata_of_the_notebook_are_the_releases(released, metadata):
    notebook = deepcopy(released)
    notebook.metadata.update(nbformat.from_dict(metadata))
    notebook.nbformat_minor = 2
    repair(notebook, deepcopy(released), "small")
    nbformat.validate(notebook)
    assert notebook.metadata == released.metadata


def test_pictures_in_a_students_own_text_stay(released):
    cell = new_markdown_cell("![mine](attachment:a.png)", attachments={"a.png": {"image/png": "AAAA"}})
    notebook = deepcopy(released)
    notebook.cells.append(cell)
    repair(notebook, deepcopy(released), "small")
    assert notebook.cells[-1].attachments == {"a.png": {"image/png": "AAAA"}}
