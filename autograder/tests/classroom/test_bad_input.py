"""Bad input: whatever is handed in, each submission gets outcomes or one clear sentence, and the rest is graded."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode

from autograder import cli
from autograder.authoring import build
from autograder.classroom import submissions
from autograder.classroom.run import grade as grade_class
from autograder.course import Course, CourseError
from autograder.judging import variants
from autograder.judging.graded import Graded
from autograder.notebooks import nbgrader_of

Bad = Callable[[Path, NotebookNode], None]  # writes into a folder what a student made of a right submission


def no_traceback(text: str) -> bool:
    return "Traceback" not in text and not re.search(r'File "/|\.py:\d+', text)


def one_sentence(text: str) -> bool:
    return bool(text) and "\n" not in text and len(text) < 300 and no_traceback(text)


def write(folder: Path, notebook: NotebookNode | dict[str, Any]) -> None:
    (folder / "step_03.ipynb").write_text(json.dumps(notebook))


def raw(content: bytes) -> Bad:
    return lambda folder, notebook: (folder / "step_03.ipynb").write_bytes(content) and None


def changed(change: Callable[[NotebookNode], Any]) -> Bad:
    def make(folder: Path, notebook: NotebookNode) -> None:
        change(notebook)
        write(folder, notebook)

    return make


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == grade_id)


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if nbgrader_of(cell).get("grade")]


def own(source: str = "1 + 1", **fields: Any) -> dict[str, Any]:
    empty = {"cell_type": "code", "id": "own-cell", "metadata": {}, "outputs": [], "execution_count": None}
    return empty | {"source": source} | fields


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


def as_link(folder: Path, notebook: NotebookNode) -> None:
    write(folder.parent, notebook)
    (folder.parent / "step_03.ipynb").rename(folder.parent / "elsewhere.ipynb")
    (folder / "step_03.ipynb").symlink_to(folder.parent / "elsewhere.ipynb")


def as_dangling_link(folder: Path, notebook: NotebookNode) -> None:
    (folder / "step_03.ipynb").symlink_to(folder / "nowhere.ipynb")


def as_folder(folder: Path, notebook: NotebookNode) -> None:
    (folder / "step_03.ipynb").mkdir()


def under_another_name(folder: Path, notebook: NotebookNode) -> None:
    nbformat.write(notebook, folder / "Step 3 final (2).ipynb")


def of_another_assignment(folder: Path, notebook: NotebookNode) -> None:
    for one in notebook.cells:
        if nbgrader_of(one):
            one.metadata["nbgrader"]["grade_id"] = "other_" + one.metadata["nbgrader"]["grade_id"]
    write(folder, notebook)


def nothing(folder: Path, notebook: NotebookNode) -> None:
    pass


# What cannot be graded, with a word of the sentence that says why.
REFUSED: dict[str, tuple[Bad, str]] = {
    "text": (raw(b"I did it on paper."), "not a notebook"),
    "empty file": (raw(b""), "not a notebook"),
    "binary": (raw(bytes(range(256)) * 40), "step_03.ipynb"),
    "a picture": (raw(b"\x89PNG\r\n\x1a\n" + bytes(2000)), "step_03.ipynb"),
    "JSON of something else": (raw(b'{"answer": 42}'), "not a notebook"),
    "a JSON list": (raw(b"[1, 2, 3]"), "not a notebook"),
    "a JSON number": (raw(b"7"), "not a notebook"),
    "a JSON null": (raw(b"null"), "not a notebook"),
    "deep JSON": (raw(b"[" * 100_000), "not a notebook"),
    "half a notebook": (raw(b'{"cells": [{"cell_type": "code", "sou'), "not a notebook"),
    "a notebook without cells": (
        raw(b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'),
        "no notebook of step_03",
    ),
    "cells that are none": (raw(b'{"cells": 7, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'), "not a notebook"),
    "a cell that is none": (changed(lambda nb: nb.cells.append(7)), "not a notebook"),
    "a cell without source": (changed(lambda nb: cell(nb, "model").pop("source")), "not a notebook"),
    "a source that is a number": (changed(lambda nb: cell(nb, "model").update(source=7)), "not a notebook"),
    "a cell without a type": (changed(lambda nb: cell(nb, "model").pop("cell_type")), "not a notebook"),
    "a cell of an unknown type": (changed(lambda nb: nb.cells.append(own(cell_type="magic"))), "not a notebook"),
    "a cell without metadata": (changed(lambda nb: nb.cells.append({"cell_type": "code", "source": "1"})), "not a n"),
    "cell metadata that are a list": (changed(lambda nb: nb.cells.append(own(metadata=[]))), "not a notebook"),
    "outputs that are none": (changed(lambda nb: [one.update(outputs=7) for one in graded(nb)]), "not a notebook"),
    "metadata that are a text": (changed(lambda nb: nb.update(metadata="x")), "not a notebook"),
    "metadata nested deeply": (changed(lambda nb: nb.metadata.update(deep=nested(300))), "nested"),
    "another assignment's notebook": (of_another_assignment, "no notebook of step_03"),
    "a byte order mark": (raw(b"\xef\xbb\xbf{}"), "not a notebook: it begins with a byte order mark; save it"),
    "UTF-16": (raw('{"cells": []}'.encode("utf-16")), "not a notebook: it is saved as UTF-16; save it as UTF-8"),
    "an empty folder": (nothing, "there is no notebook"),
    "a folder in place of the notebook": (as_folder, "there is no notebook"),
    "another name": (under_another_name, "there is no notebook step_03.ipynb in"),
    "a link": (as_link, "link"),
    "a link to nowhere": (as_dangling_link, "link"),
}


def delete_graded(notebook: NotebookNode) -> None:
    notebook.cells = [one for one in notebook.cells if not nbgrader_of(one).get("grade")]


def graders_first(notebook: NotebookNode) -> None:
    found = graded(notebook)
    notebook.cells = notebook.cells[:2] + found + [one for one in notebook.cells[2:] if one not in found]


def backwards(notebook: NotebookNode) -> None:
    found = graded(notebook)
    places = [notebook.cells.index(one) for one in found]
    for place, one in zip(places, reversed(found), strict=True):
        notebook.cells[place] = one


def retype(kind: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        for one in graded(notebook):
            one.cell_type = kind
            if kind != "code":
                one.pop("outputs", None), one.pop("execution_count", None)

    return change


def set_nbgrader(grade_id: str, **fields: Any) -> Callable[[NotebookNode], None]:
    return lambda notebook: cell(notebook, grade_id).metadata["nbgrader"].update(fields)


def same_cell_again(grade_id: str, times: int = 1) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        at = notebook.cells.index(cell(notebook, grade_id))
        for _ in range(times):
            notebook.cells.insert(at + 1, nbformat.from_dict(notebook.cells[at]))

    return change


# What is mended: full points, with a word of the note that says what was done ("" where nothing need be said).
MENDED: dict[str, tuple[Bad, str]] = {
    "graded cells deleted": (changed(delete_graded), "missing"),
    "a graded cell twice": (changed(same_cell_again("model_plate")), "more than once"),
    "a graded cell ten times": (changed(same_cell_again("model_plate", 9)), "more than once"),
    "the task twice": (changed(same_cell_again("model")), "more than once"),
    "graded cells before the task": (changed(graders_first), "moved behind"),
    "graded cells backwards": (changed(backwards), ""),
    "graded cells as markdown": (changed(retype("markdown")), "markdown"),
    "graded cells as raw": (changed(retype("raw")), "raw"),
    "a graded cell's source changed": (changed(lambda nb: cell(nb, "model_plate").update(source="2.0")), "put back"),
    "a graded cell's source empty": (changed(lambda nb: cell(nb, "model_plate").update(source="")), "put back"),
    "points raised": (changed(set_nbgrader("model_plate", points=100)), ""),
    "a graded cell said to be a solution": (changed(set_nbgrader("model_plate", solution=True, locked=False)), ""),
    "a graded cell said to be ungraded": (changed(set_nbgrader("model_plate", grade=False)), ""),
    "another schema version": (changed(set_nbgrader("model_plate", schema_version=99)), ""),
    "a grade id that is a list": (
        changed(lambda nb: nb.cells.append(own(metadata={"nbgrader": {"grade_id": ["model"]}}))),
        "ordinary",
    ),
    "nbgrader metadata of the wrong form": (
        changed(lambda nb: nb.cells.append(own(metadata={"nbgrader": {"foo": 1}}))),
        "ordinary",
    ),
    "nbgrader metadata that are a text": (changed(lambda nb: nb.cells.append(own(metadata={"nbgrader": "x"}))), "ordi"),
    "nbgrader metadata that are null": (changed(lambda nb: nb.cells.append(own(metadata={"nbgrader": None}))), "ordi"),
    "an invented graded cell": (
        changed(
            lambda nb: nb.cells.append(
                own("9.0", metadata={"nbgrader": dict(cell(nb, "model_plate").metadata["nbgrader"], grade_id="bonus")})
            )
        ),
        "ordinary",
    ),
    "tags that are a number": (changed(lambda nb: nb.cells.append(own(metadata={"tags": 5}))), ""),
    "tags that are null": (changed(lambda nb: nb.cells.insert(0, own(metadata={"tags": None}))), ""),
    "no cell ids": (changed(lambda nb: [one.pop("id") for one in nb.cells]), ""),
    "equal cell ids": (changed(lambda nb: [one.update(id="same") for one in nb.cells]), ""),
    "cell ids that are numbers": (changed(lambda nb: [one.update(id=7) for one in nb.cells]), ""),
    "no kernel": (changed(lambda nb: nb.metadata.pop("kernelspec")), ""),
    "another kernel": (
        changed(lambda nb: nb.metadata.update(kernelspec={"name": "ir", "language": "R", "display_name": "R"})),
        "",
    ),
    "outputs of its own": (
        changed(
            lambda nb: [
                one.update(outputs=[{"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}}])
                for one in graded(nb)
            ]
        ),
        "",
    ),
    "sources as lists of lines": (
        changed(lambda nb: [one.update(source=one.source.splitlines(True)) for one in nb.cells]),
        "",
    ),
    "a syntax error in a cell of its own": (changed(lambda nb: nb.cells.insert(1, own("def ("))), ""),
    "an older format": (changed(lambda nb: (nb.update(nbformat_minor=2), [one.pop("id") for one in nb.cells])), ""),
    "a newer format": (changed(lambda nb: nb.update(nbformat_minor=99)), ""),
}

# What loses points, and nothing else.
POOR: dict[str, Bad] = {
    "a syntax error in the task": changed(lambda nb: cell(nb, "model").update(source="def model(data=None:")),
    "an empty task": changed(lambda nb: cell(nb, "model").update(source="")),
    "the task as markdown": changed(lambda nb: cell(nb, "model").update(cell_type="markdown", source="I did it.")),
    "a null byte in the task": changed(lambda nb: cell(nb, "model").update(source="x = '\x00'")),
    "half a surrogate in the task": changed(lambda nb: cell(nb, "model").update(source="x = '\ud800'")),
    "a task of one long line": changed(lambda nb: cell(nb, "model").update(source="x = '" + "a" * 3_000_000 + "'")),
    "a deeply nested expression": changed(lambda nb: cell(nb, "model").update(source="x = " + "(" * 5000 + ")" * 5000)),
}
LOOSE = [*((name, bad, word) for name, (bad, word) in REFUSED.items())]
FOLDER_ONLY = {"an empty folder", "another name", "a folder in place of the notebook"}


@dataclass(frozen=True)
class Class:
    """A graded class: rows by student, and what the command printed."""

    course: Course
    rows: dict[str, Graded]


def student(name: str) -> str:
    return re.sub(r"\W+", "-", name)


@pytest.fixture(scope="module", autouse=True)
def _one_variant() -> Iterator[None]:
    """One variant for all, so that the course's own answers are asked once: which one it is plays no part here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "choose", lambda *args: 0)
        yield


@pytest.fixture(scope="module")
def right_notebook(assignment, submission, right) -> Callable[[], NotebookNode]:
    notebook = submission(right)
    return lambda: nbformat.from_dict(notebook)


@pytest.fixture(scope="module")
def loose(course: Course, right_notebook, tmp_path_factory) -> Class:
    """Every case as a loose file in a folder of its own, graded in one go between two good ones."""
    root = tmp_path_factory.mktemp("loose")
    everything = {name: bad for name, (bad, _) in {**REFUSED, **MENDED}.items()} | POOR
    everything = {"0 first": changed(lambda nb: None), **everything, "zz last": changed(lambda nb: None)}
    for name, bad in everything.items():
        folder = root / student(name)
        folder.mkdir()
        bad(folder, right_notebook())
    rows = list(grade_class(course, submissions.find(course, str(root))))
    return Class(course, {row.student.split("/")[0]: row for row in rows})


def test_the_rest_of_the_class_is_graded(loose):
    for name in ("0 first", "zz last"):
        row = loose.rows[student(name)]
        assert (row.problem, row.score, row.points) == ("", 9.0, 9.0)
    expected = {student(name) for name in (*REFUSED, *MENDED, *POOR)} - {student("an empty folder")}
    assert expected <= set(loose.rows)


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in FOLDER_ONLY])
def test_what_cannot_be_graded_gets_one_sentence(loose, name):
    row = loose.rows[student(name)]
    assert one_sentence(row.problem), row
    assert REFUSED[name][1] in row.problem
    assert (row.outcomes, row.settled) == ([], False)


@pytest.mark.parametrize("name", MENDED)
def test_what_was_done_to_the_cells_is_mended(loose, name):
    row = loose.rows[student(name)]
    assert (row.problem, row.score, row.points) == ("", 9.0, 9.0)
    names = {"model_plate", "model_density", "model_draws", "model_length", "model_error"}
    assert len(row.outcomes) == len(names)
    assert {outcome.grade_id for outcome in row.outcomes} == names
    word = MENDED[name][1]
    assert any(word in note for note in row.notes) if word else True
    assert all(one_sentence(note) for note in row.notes)


@pytest.mark.parametrize("name", POOR)
def test_what_does_not_run_loses_its_points_and_is_told_why(loose, name):
    row = loose.rows[student(name)]
    assert (row.problem, row.score) == ("", 0.0)
    for outcome in row.outcomes:
        assert outcome.status in ("failed", "crashed")
        assert outcome.message
        assert no_traceback(outcome.panel().text())


# --- nbgrader's submitted/ tree ----------------------------------------------------------------------------------

IN_TREE = [
    *("text", "binary", "a cell that is none", "cell metadata that are a list", "another assignment's notebook"),
    *("an empty folder", "a folder in place of the notebook", "another name", "a link", "metadata nested deeply"),
    *("a graded cell twice", "nbgrader metadata of the wrong form", "a grade id that is a list"),
    *("graded cells deleted", "a graded cell said to be a solution", "outputs that are none"),
    *("a syntax error in the task", "half a surrogate in the task", "equal cell ids", "a newer format"),
]


@pytest.fixture(scope="module")
def tree(right_notebook, tmp_path_factory, course: Course) -> tuple[Class, Result, list[dict[str, Any]]]:
    """The cases in nbgrader's tree, graded with the command."""
    root = tmp_path_factory.mktemp("tree")
    copy = Course(shutil.copytree(course.root, root / "course"))
    build.generate(copy, "step_03")
    cases = {name: bad for name, (bad, _) in {**REFUSED, **MENDED}.items()} | POOR
    for name in ["0 first", *IN_TREE, "zz last"]:
        folder = copy.root / "submitted" / student(name) / "step_03"
        folder.mkdir(parents=True)
        cases.get(name, changed(lambda nb: None))(folder, right_notebook())
    odd = copy.root / "submitted" / "odd-tags" / "step_03"
    odd.mkdir(parents=True)
    MENDED["tags that are a number"][0](odd, right_notebook())
    (copy.root / "submitted" / "linked").symlink_to(copy.root / "submitted" / student("0 first"))
    (copy.root / "submitted" / "inner").mkdir()
    (copy.root / "submitted" / "inner" / "step_03").symlink_to(copy.root / "submitted" / student("0 first") / "step_03")
    path = root / "rows.json"
    result = CliRunner().invoke(cli.main, ["--course", str(copy.root), "grade", "step_03", "--json", str(path)])
    data = json.loads(path.read_text())["submissions"]
    rows = {row["student"]: Graded(row["assignment"], row["student"], problem=row["problem"]) for row in data}
    return Class(copy, rows), result, data


def test_the_command_grades_the_tree_and_says_that_something_waits(tree):
    graded_class, result, data = tree
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert no_traceback(result.output)
    assert "submissions" in result.output
    assert len(data) == len(IN_TREE) + 5
    scores = {row["student"]: row["score"] for row in data}
    assert (scores[student("0 first")], scores[student("zz last")]) == (9.0, 9.0)
    assert graded_class.rows[student("zz last")].problem == ""


@pytest.mark.parametrize("name", [name for name in IN_TREE if name in REFUSED])
def test_what_cannot_be_graded_in_the_tree_gets_one_sentence(tree, name):
    problem = tree[0].rows[student(name)].problem
    assert one_sentence(problem), problem
    assert REFUSED[name][1] in problem


def test_what_the_notebook_format_forbids_is_mended_before_nbgrader_looks(tree):
    [row] = [row for row in tree[2] if row["student"] == "odd-tags"]
    assert (row["problem"], row["score"]) == ("", 9.0)


@pytest.mark.parametrize("name", [name for name in IN_TREE if name not in REFUSED])
def test_the_gradebook_holds_what_the_command_said(tree, name):
    from nbgrader.api import Gradebook

    [row] = [row for row in tree[2] if row["student"] == student(name)]
    assert row["problem"] == ""
    assert row["score"] == (9.0 if name in MENDED else 0.0)
    with Gradebook(f"sqlite:///{tree[0].course.root / 'gradebook.db'}") as book:
        kept = book.find_submission("step_03", student(name))
        assert (kept.score, kept.max_score, kept.needs_manual_grade) == (row["score"], 9.0, False)


@pytest.mark.parametrize("name", ["linked", "inner"])
def test_links_among_the_submissions_are_not_followed(tree, name):
    """Else a handed-in archive could hand in another student's work, or any file of the instructor's."""
    rows = tree[0].rows
    assert one_sentence(rows[name].problem)
    assert "link" in rows[name].problem
    assert not (tree[0].course.root / "autograded" / name).exists()


# --- the course itself -------------------------------------------------------------------------------------------


def run(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--course", str(course.root), *arguments])


def told(result: Result) -> str:
    assert isinstance(result.exception, SystemExit), result.exception
    assert no_traceback(result.output)
    return " ".join(result.output.split())


def test_an_unknown_assignment(new_course):
    result = run(new_course("step_03"), "grade", "step_99")
    assert "step_99 is neither an assignment (step_03) nor a file or folder" in told(result)
    assert result.exit_code == 2


def test_an_assignment_that_nobody_has_submitted(new_course):
    result = run(new_course("step_03"), "grade", "step_03")
    assert "nobody has submitted step_03" in told(result)
    assert result.exit_code == 2


def test_an_empty_folder(new_course, tmp_path_factory):
    result = run(new_course("step_03"), "grade", str(tmp_path_factory.mktemp("empty")))
    assert "there is no notebook in" in told(result)
    assert result.exit_code == 2


def test_no_course(tmp_path):
    result = CliRunner().invoke(cli.main, ["--course", str(tmp_path), "grade", "step_03"])
    assert "is not in a course: no nbgrader_config.py" in told(result)
    assert result.exit_code != 0


def test_an_assignment_that_is_not_in_the_gradebook(new_course, right_notebook):
    course = new_course("step_03")
    folder = course.root / "submitted" / "ada" / "step_03"
    folder.mkdir(parents=True)
    write(folder, right_notebook())
    with pytest.raises(CourseError, match="step_03 is not in the gradebook yet: run `autograder build step_03`"):
        grade_class(course, submissions.find(course, "step_03"))


def a_loose_file(course: Course, notebook: NotebookNode, name: str = "ada.ipynb") -> str:
    path = course.root / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return str(path)


def test_one_good_file(new_course, right_notebook):
    course = new_course("step_03")
    result = run(course, "grade", a_loose_file(course, right_notebook()))
    assert (result.exit_code, result.exception) == (0, None)
    assert "9/9" in result.output
    assert "1 submission; graded cells: 5 passed" in result.output


def test_a_loose_notebook_of_no_assignment(new_course, right_notebook):
    course = new_course("step_03")
    notebook = right_notebook()
    for one in notebook.cells:
        one.metadata.pop("nbgrader", None)
    targets = a_loose_file(course, notebook), a_loose_file(course, right_notebook(), "bob.ipynb")
    result = run(course, "grade", *targets, "--json", str(course.root / "rows.json"))
    told(result)
    assert result.exit_code == 1
    ada, bob = json.loads((course.root / "rows.json").read_text())["submissions"]
    assert ada["problem"] == "ada.ipynb belongs to no assignment of this course"
    assert (bob["problem"], bob["score"]) == ("", 9.0)


@pytest.mark.parametrize("in_tree", [False, True], ids=["loose", "tree"])
def test_no_key(new_course, right_notebook, in_tree):
    course = new_course("step_03")
    (course.private / "key").unlink()
    if in_tree:
        (course.root / "submitted" / "ada" / "step_03").mkdir(parents=True)
        write(course.root / "submitted" / "ada" / "step_03", right_notebook())
    target = "step_03" if in_tree else a_loose_file(course, right_notebook())
    result = run(course, "grade", target)
    assert "has no key yet: run `autograder build`" in told(result)
    assert result.exit_code == 2


@pytest.mark.parametrize("in_tree", [False, True], ids=["loose", "tree"])
@pytest.mark.parametrize(
    ("missing", "word"),
    [("release/step_03", "has no release notebook yet"), ("autograder/graders/test_step_03.py", "has no graders")],
)
def test_a_missing_release_or_grader_stops_no_other_assignment(new_course, right_notebook, in_tree, missing, word):
    course = new_course("step_03")
    twin(course)
    if in_tree:
        for name in ("step_03", "twin"):
            build.generate(course, name)
    gone = course.root / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    other = right_notebook()
    targets = []
    for name, notebook in (("step_03", right_notebook()), ("twin", other)):
        folder = course.root / ("submitted/ada" if in_tree else "inbox") / name
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{name}.ipynb")
        targets.append(name if in_tree else str(folder / f"{name}.ipynb"))
    rows = course.root / "rows.json"
    result = run(course, "grade", *targets, "--json", str(rows))
    text = told(result)
    assert result.exit_code == 1
    problems = [row["problem"] for row in json.loads(rows.read_text())["submissions"]]
    assert word in problems[0]
    assert one_sentence(problems[0])
    assert problems[1:] == [""]
    assert "9/9" in text


def twin(course: Course) -> None:
    """A second assignment, the same as the first but for its name."""
    for kind in ("solutions", "source", "release"):
        folder = shutil.copytree(course.root / kind / "step_03", course.root / kind / "twin")
        for path in folder.glob("step_03.*"):
            path.rename(path.with_stem("twin"))
    shutil.copy(course.graders / "test_step_03.py", course.graders / "test_twin.py")
