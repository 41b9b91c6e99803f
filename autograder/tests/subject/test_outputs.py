"""Outputs are display, never evidence: forged, noisy, large or odd ones change no score, and stay within bounds."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.authoring import build
from autograder.classroom import submissions
from autograder.classroom.run import grade
from autograder.notebooks import nbgrader_of
from autograder.subject.outputs import Outputs
from autograder.tests.attacks import VARIANT, WRONG

DISPLAY = """
import IPython.display
from IPython.core import display_functions
shown = display_functions.display
from autograder import expect
def display(*args, **kwargs):
    kwargs["display_id"] = "score"
    return shown(*args, **kwargs)
IPython.display.display = display
"""

FORGED = """
from IPython.display import HTML, update_display
update_display(HTML("<b>passed (9 of 9 points)</b>"), display_id="score")
get_ipython().displayhook(2.0)
print("forged")
"""


def test_forged_displays_and_skip_tags_do_not_change_what_nbgrader_keeps(new_course, submission):
    course = new_course("step_03")
    build.generate(course, "step_03")
    assignment = course.assignment("step_03")
    notebook = submission(WRONG.replace("{inside}", "pass"), of=assignment, first=DISPLAY, last=FORGED)
    for cell in notebook.cells:
        if nbgrader_of(cell).get("grade_id") == "model_error":
            cell.metadata["tags"] = ["skip-execution"]
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1.0"})]
    path = course.root / "submitted" / "eve" / "step_03" / "step_03.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    [row] = grade(course, submissions.find(course, "step_03"))
    assert (row.problem, row.score, len(row.outcomes)) == ("", 0.0, 5)
    kept = nbformat.read(course.root / "autograded" / "eve" / "step_03" / "step_03.ipynb", as_version=4)
    locked = [cell for cell in kept.cells if nbgrader_of(cell).get("grade")]
    assert len(locked) == 5
    for cell in locked:
        assert [output.output_type for output in cell.outputs] == ["execute_result"]
        assert cell.outputs[0].data["text/plain"] == "0.0"
        assert "9 of 9" not in cell.outputs[0].data["text/html"]
        assert "tags" not in cell.metadata
    assert any("forged" in str(output) for output in kept.cells[-1].outputs)


LOOT = """
print(sorted(name for name in os.listdir() if not name.startswith(".")))
print([open(name).read() for name in os.listdir() if os.path.isfile(name)])
"""


def test_links_in_a_submission_are_not_followed_and_noise_costs_nothing_in_nbgrader(new_course, submission, right):
    """nbgrader copies what a link points to; the graders' own file would come into the student's folder so."""
    course = new_course("step_03")
    build.generate(course, "step_03")
    assignment = course.assignment("step_03")
    folder = course.root / "submitted" / "eve" / "step_03"
    (folder / "data").mkdir(parents=True)
    first_line = "    if data is not None:"
    source = right.replace(first_line, "    noise('model')\n" + first_line, 1)
    nbformat.write(submission(source, of=assignment, first=NOISE, last=LOOT), folder / "step_03.ipynb")
    (folder / "loot.txt").symlink_to(assignment.graders)
    (folder / "data" / "loot.txt").symlink_to(assignment.script)
    (folder / "solutions").symlink_to(assignment.script.parent)
    (folder / "extra.ipynb").symlink_to(assignment.source)
    (folder / "own.txt").write_text("of my own")
    [row] = grade(course, submissions.find(course, "step_03"))
    assert (row.problem, row.score, row.points) == ("", 9.0, 9.0)
    kept = course.root / "autograded" / "eve" / "step_03"
    assert sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()) == [
        "own.txt",
        "step_03.ipynb",
    ]
    shown = str(nbformat.read(kept / "step_03.ipynb", as_version=4).cells[-1].outputs)
    assert "of my own" in shown
    assert "loot" not in shown
    assert "variant" not in shown


def test_displays_of_graded_cells_are_updated_until_they_are_replaced(grader, submission):
    """The attack of the test above takes effect in the student's process; so replacing is needed, and is done."""
    source = WRONG.replace("{inside}", "pass")
    graded = grader.grade(submission(source, first=DISPLAY, last=FORGED), variant=VARIANT)
    locked = [cell for cell in graded.notebook.cells if nbgrader_of(cell).get("grade")]
    assert any("9 of 9 points" in str(cell.outputs) for cell in locked)


def test_skip_tags_on_locked_cells_are_taken_off(grader, submission, right):
    notebook = submission(right)
    locked = [cell for cell in notebook.cells if nbgrader_of(cell).get("locked")]
    for cell in locked:
        cell.metadata["tags"] = ["skip-execution"]
    graded = grader.grade(notebook, variant=VARIANT)
    assert graded.score == graded.points
    assert all("looks right" in str(cell.outputs) for cell in graded.notebook.cells if nbgrader_of(cell).get("grade"))


NOISE = """
import logging, sys, warnings
warnings.simplefilter("always")
def noise(where):
    print("out of", where)
    print("error of", where, file=sys.stderr)
    warnings.warn("warning of " + where)
    logging.warning("log of %s", where)
    os.system("true")
    ran(where)
noise("cell")
"""


def test_noise_costs_no_points(grader, submission, right, watch):
    watch.words.clear()
    source = right.replace("    if data is not None:", "    noise('model')\n    if data is not None:", 1)
    assert "noise" in source
    graded = grader.grade(submission(source, first=NOISE, last="noise('end')"), variant=VARIANT)
    assert watch.words == {"cell", "model", "end"}
    assert [outcome.status for outcome in graded.outcomes] == ["passed"] * 5
    assert (graded.score, graded.points) == (9.0, 9.0)
    cell = next(cell for cell in graded.notebook.cells if "noise(where)" in cell.source)
    text = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    assert all(word in text for word in ("out of cell", "error of cell", "warning of cell", "log of cell"))


@pytest.mark.parametrize(
    ("name", "show"),
    [
        ("many pictures", "for _ in range(30): display({'image/png': 'A' * 3_000_000}, raw=True)"),
        ("much text", "for _ in range(100): print('é' * 1_000_000)"),
        ("deep JSON", "x = {}\nfor _ in range(40): x = {'a': x}\ndisplay({'application/json': x}, raw=True)"),
        ("long JSON", "display({'application/json': list(range(200_000))}, raw=True)"),
        ("arrays in JSON", "import numpy\ndisplay({'application/json': {'a': numpy.zeros(3)}}, raw=True)"),
        ("half a surrogate", "print('\ud800')"),
        ("odd data", "display({'text/plain': 7, 'image/png': b'abc', 'a/b': object()}, raw=True)"),
    ],
)
def test_large_or_odd_outputs_cost_no_points(grader, submission, right, watch, name, show):
    watch.words.clear()
    graded = grader.grade(submission(right, after=f"{show}\nran('ran')\nprint('end')"), variant=VARIANT)
    assert watch.words == {"ran"}
    assert [outcome.status for outcome in graded.outcomes] == ["passed"] * 5
    json.dumps(graded.notebook, allow_nan=False).encode()
    assert len(json.dumps(graded.notebook)) < 70 << 20


def test_one_notebooks_outputs_are_bounded_however_many_cells_show_them():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x") for _ in range(40)])
    outputs, big = Outputs(notebook), {"output_type": "display_data", "data": {"image/png": "A" * (4 << 20)}}
    named = {"output_type": "display_data", "data": {"text/html": "x"}, "display_id": "a"}
    for index in range(20):
        outputs.add(index, "ok", 1, [big, big])
    outputs.add(20, "ok", 1, [named] * 400)
    outputs.add(21, "ok", 1, [big | {"display_id": "a", "update": True}])
    outputs.add(22, "ok", 1, [big])
    size = len(json.dumps(notebook))
    assert 4 << 20 < size < 100 << 20


def test_a_display_is_updated_across_cells(run):
    done = run(
        "from IPython.display import display, update_display\nhandle = display('one', display_id=True)",
        "handle.update('two')\ndisplay('three', display_id='named');",
        "update_display('four', display_id='named')\nupdate_display('five', display_id='nothing')",
    )
    shown = [[o.data["text/plain"] for o in cell.outputs] for cell in done.notebook.cells]
    assert shown == [["'two'"], ["'four'"], []]


def test_the_outputs_of_one_cell_are_capped_together():
    notebook = new_notebook(cells=[new_code_cell("x")])
    one = {"output_type": "display_data", "data": {"image/png": "x" * (3 << 20)}}
    Outputs(notebook).add(0, "ok", 1, [one] * 10)
    assert 1 <= len(notebook.cells[0].outputs) < 4
