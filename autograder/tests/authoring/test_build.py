"""Build: text and notebook stay one, each broken rule is found, and what is committed is what a build gives."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from ipykernel.ipkernel import IPythonKernel

from autograder.authoring import build as building
from autograder.authoring.build import build, problems, stale, sync
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.notebooks import nbgrader_of
from autograder.tests.small import GRADERS, assignment, make_course, metadata, rewrite


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[str]]:
    """A built course, with what the build said; tests copy it before they change it."""
    course = make_course(tmp_path_factory.mktemp("built") / "course")
    told: list[str] = []
    build(course, ["small"], told.append)
    return course, told


@pytest.fixture
def built(once: tuple[Course, list[str]], tmp_path: Path) -> Course:
    shutil.copytree(once[0].root, tmp_path / "copy")
    return Course(tmp_path / "copy")


def later(path: Path) -> None:
    os.utime(path, (time.time() + 60, time.time() + 60))


# --- rules -------------------------------------------------------------------------------------------------------


def test_a_valid_assignment_has_no_problems(course):
    assert problems(assignment(course)) == []


TASK, GRADED = '"grade_id": "double"', '"grade_id": "double_value"'


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (GRADED, TASK, ["double", "used twice"]),
        (GRADED + ", ", "", ["grade_id", "missing"]),
        (GRADED, '"grade_id": ""', ["grade_id", "missing"]),
        (', "points": 2', "", ["double_value", "no points"]),
        ('"points": 2', '"points": 0', ["double_value", "no points"]),
        ('"points": 2', '"points": "two"', ["double_value", "points"]),
        (GRADED + ', "locked": true', GRADED + ', "locked": false', ["double_value", "not locked"]),
        ("    ### BEGIN SOLUTION\n", "", ["double", "BEGIN SOLUTION"]),
        ("    ### END SOLUTION\n", "", ["double", "END SOLUTION"]),
        ('"grade": true', '"grade": false', ["no cell is graded"]),
        ("# # Small\n", "# Small\n", ["title"]),
        ("# | **Goal** | Double a number. |\n", "", ["Goal"]),
        ("# | **Minutes** | 5 |\n", "", ["Minutes"]),
        ("| 5 |", "| some |", ["Minutes", "number"]),
        ("**Prerequisites**", "Prerequisites", ["Prerequisites"]),
        ("# <details><summary>Hint 2</summary>\n", "", ["double", "hints"]),
    ],
)
def test_a_broken_rule_of_the_master_is_found(course, old, new, parts):
    rewrite(assignment(course).script, old, new)
    found = problems(assignment(course))
    assert any(all(part in problem for part in parts) for problem in found), found
    assert not any("\n" in problem for problem in found)


WRITTEN = f"""
# %% [markdown] {metadata("why", grade=True, solution=True, points=3)}
# Because.

# %% [markdown] {metadata("essay", locked=True, task=True, points=4)}
# Write an essay.
"""


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "", []),
        ('"points": 3', '"points": 0', ["why", "no points"]),
        ('"points": 4', '"points": 0', ["essay", "no points"]),
        ("# Because.\n", "", ["why", "no model answer"]),
        ("# Because.\n", "# ### BEGIN SOLUTION\n#\n# ### END SOLUTION\n", ["why", "no model answer"]),
        ('"grade": true, "grade_id": "why"', '"grade": false, "grade_id": "why"', ["why", "both grade and solution"]),
        (
            '"points": 3, "schema_version": 3, "solution": true',
            '"points": 3, "schema_version": 3, "solution": false',
            ["why", "both"],
        ),
        ('"grade_id": "essay", "locked": true', '"grade_id": "essay", "locked": false', ["essay", "locked markdown"]),
        (
            '[markdown] nbgrader={"grade": false, "grade_id": "essay"',
            'nbgrader={"grade": false, "grade_id": "essay"',
            ["essay", "locked markdown"],
        ),
    ],
)
def test_what_a_person_grades_has_points_a_model_answer_and_the_form_that_nbgrader_wants(course, old, new, parts):
    script = assignment(course).script
    script.write_text(script.read_text() + WRITTEN)
    rewrite(script, old, new)
    found = problems(assignment(course))
    assert bool(found) == bool(parts)
    assert any(all(part in problem for part in parts) for problem in found) or not parts, found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (GRADERS.replace("test_double_value", "test_other"), ["double_value", "no grader"]),
        (GRADERS + "\n\ndef test_more():\n    '''More.'''\n", ["test_more", "no graded cell"]),
        (GRADERS.replace('    """The double of a number."""\n', ""), ["test_double_value", "no docstring"]),
        ("def test_double_value(:\n", ["do not parse", "line 1"]),
    ],
)
def test_a_broken_rule_of_the_graders_is_found(course, text, parts):
    assignment(course).graders.write_text(text)
    assert any(all(part in problem for part in parts) for problem in problems(assignment(course)))


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_an_assignment_needs_answers_of_both_kinds(course, kind):
    shutil.rmtree(course.root / "solutions" / "small" / kind)
    assert any("right/" in problem for problem in problems(assignment(course)))


def test_a_build_says_all_problems_and_releases_nothing(course):
    script = assignment(course).script
    rewrite(script, "| 5 |", "| some |")
    rewrite(script, "    ### END SOLUTION\n", "")
    with pytest.raises(CourseError, match=r"(?s)Minutes.*|END SOLUTION") as caught:
        build(course, ["small"], print)
    assert "Minutes" in str(caught.value)
    assert "END SOLUTION" in str(caught.value)
    assert not (course.root / "release").exists()


# --- what a build gives ------------------------------------------------------------------------------------------


def test_a_build_makes_the_key_the_source_and_the_release(once):
    course, told = once
    small = assignment(course)
    assert len(course.key) == 32
    assert len(told) == 1
    assert all(part in told[0] for part in ("small", "1 graded", "2 points"))
    released, source = small.released(), nbformat.read(small.source, as_version=4)
    for notebook in (released, source):
        nbformat.validate(notebook)
        assert [cell.get("outputs", []) for cell in notebook.cells] == [[]] * len(notebook.cells)
        assert notebook.metadata.kernelspec.name == "python3"
    [task] = [cell for cell in released.cells if nbgrader_of(cell).get("solution")]
    assert "raise NotImplementedError" in task.source
    assert "2 * x" in "".join(cell.source for cell in source.cells)
    assert "2 * x" not in nbformat.writes(released)
    assert [cell["id"] for cell in released.cells] == [cell["id"] for cell in source.cells]


def test_a_second_build_changes_nothing(built):
    before = {path: path.read_bytes() for path in built.root.rglob("*small.*") if path.is_file()}
    key = built.key
    build(built, ["small"], print)
    assert {path: path.read_bytes() for path in before} == before
    assert built.key == key


def test_a_check_that_passes_on_the_stub_is_found(course):
    rewrite(assignment(course).script, '    expect.equal(expect.call(double, (2,)), 4, "double(2)")\n', "    pass\n")
    with pytest.raises(CourseError, match=r"untouched release: double_value"):
        build(course, ["small"], print)


# --- text and notebook -------------------------------------------------------------------------------------------


def edit_in_jupyter(course: Course, old: str, new: str) -> None:
    """Save the source notebook as Jupyter does: newer than the text, with outputs and counts."""
    path = assignment(course).source
    notebook = nbformat.read(path, as_version=4)
    [cell] = [cell for cell in notebook.cells if old in cell.source]
    cell.source = cell.source.replace(old, new)
    cell.outputs = [nbformat.v4.new_output("stream", text="out")]
    cell.execution_count = 7
    nbformat.write(notebook, path)
    later(path)


def test_what_was_edited_in_jupyter_flows_into_the_text(built):
    edit_in_jupyter(built, "2 * x", "x * 2")
    sync(built, "small")
    assert "x * 2" in assignment(built).script.read_text()
    source = assignment(built).source.read_text()
    assert "x * 2" in source
    assert "out" not in [o.get("text") for c in nbformat.reads(source, 4).cells for o in c.get("outputs", [])]
    assert '"execution_count": 7' not in source


def test_what_was_edited_in_the_text_flows_into_the_notebook(built):
    rewrite(assignment(built).script, "2 * x", "x * 2")
    later(assignment(built).script)
    sync(built, "small")
    assert "x * 2" in assignment(built).source.read_text()
    assert "2 * x" not in assignment(built).source.read_text()


def test_answers_and_metadata_survive_the_way_there_and_back(built):
    before = assignment(built).script.read_text()
    edit_in_jupyter(built, "2 * x", "x * 2")
    sync(built, "small")
    edit_in_jupyter(built, "x * 2", "2 * x")
    sync(built, "small")
    body = before[before.index("# %%") :]
    assert assignment(built).script.read_text().endswith(body)


def test_an_assignment_begun_in_jupyter_gets_its_text(built):
    assignment(built).script.unlink()
    sync(built, "small")
    assert "2 * x" in assignment(built).script.read_text()


@pytest.mark.parametrize("newer", ["text", "notebook"])
@pytest.mark.parametrize("edit", ["text", "notebook"])
def test_the_edited_one_wins_whatever_the_times_of_files_say(built, edit, newer):
    if edit == "text":
        rewrite(assignment(built).script, "2 * x", "x * 2")
    else:
        edit_in_jupyter(built, "2 * x", "x * 2")
    later(assignment(built).script if newer == "text" else assignment(built).source)
    os.utime(assignment(built).source if newer == "text" else assignment(built).script, (0, 0))
    sync(built, "small")
    for path in (assignment(built).script, assignment(built).source):
        assert "x * 2" in path.read_text()
        assert "2 * x" not in path.read_text()


@pytest.mark.parametrize("build_it", [sync, lambda course, name: stale(course, [name])])
def test_where_both_were_edited_a_sentence_stops_the_build_and_nothing_is_lost(built, build_it):
    rewrite(assignment(built).script, "2 * x", "x * 2")
    edit_in_jupyter(built, "2 * x", "sum((x, x))")
    files = [assignment(built).script, assignment(built).source]
    before = [path.read_text() for path in files]
    with pytest.raises(CourseError, match=r"edited on both sides .*solutions/small/small.py.*source/small/small.ipynb"):
        build_it(built, "small")
    assert [path.read_text() for path in files] == before
    assignment(built).source.unlink()
    sync(built, "small")
    assert "x * 2" in assignment(built).source.read_text()


def test_a_pair_that_differs_and_never_was_built_is_not_decided_by_chance(course):
    course.make_key()
    sync(course, "small")
    notebook = nbformat.read(assignment(course).source, as_version=4)
    del notebook.metadata["autograder"]
    nbformat.write(notebook, assignment(course).source)
    sync(course, "small")  # equal: nothing to decide
    nbformat.write(notebook, assignment(course).source)
    rewrite(assignment(course).script, "2 * x", "x * 2")
    with pytest.raises(CourseError, match="both sides"):
        sync(course, "small")


def test_the_digest_of_the_master_is_in_the_source_and_not_in_the_release(built):
    metadata = [nbformat.read(p, 4).metadata for p in (assignment(built).source, assignment(built).release)]
    assert ["autograder" in one for one in metadata] == [True, False]
    assert stale(built, ["small"]) == []


def renamed(course: Course) -> None:
    rewrite(assignment(course).script, '"double_value"', '"double_values"')
    rewrite(course.graders / "test_small.py", "test_double_value", "test_double_values")
    rewrite(course.root / "solutions" / "small" / "wrong" / "a_square.py", "double_value", "double_values")


def test_cells_renamed_after_submissions_leave_the_release_and_say_the_way_out(built):
    submitted = built.root / "submitted" / "ada" / "small" / "small.ipynb"
    submitted.parent.mkdir(parents=True)
    notebook = assignment(built).released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    task.source = "def double(x):\n    return x + x"
    nbformat.write(notebook, submitted)
    [row] = grade_class(built, find(built, "small"))
    assert row.score == 2
    before = assignment(built).release.read_text()
    renamed(built)
    with pytest.raises(CourseError, match="has submissions") as caught:
        build(built, ["small"], lambda line: None)
    assert assignment(built).release.read_text() == before
    [row] = grade_class(built, find(built, "small"))
    assert "other graded cells than its release" in row.problem
    commands = re.findall("`(.+?)`", str(caught.value))
    assert [command.split()[0] for command in commands] == ["nbgrader", "autograder", "autograder"]
    for command in commands:
        program, *arguments = command.split()
        subprocess.run([Path(sys.executable).parent / program, *arguments], cwd=built.root, check=True)
    [row] = grade_class(built, find(built, "small"))
    assert (row.score, row.points, [outcome.grade_id for outcome in row.outcomes]) == (2, 2, ["double_values"])


def test_another_failure_of_nbgraders_leaves_the_release_and_is_told_in_its_words(built):
    before = assignment(built).release.read_text()
    rewrite(
        built.root / "nbgrader_config.py",
        "c = get_config()",
        "c = get_config()\nc.ClearSolutions.enforce_metadata = True",
    )
    rewrite(assignment(built).script, '"solution": true', '"solution": false')
    with pytest.raises(CourseError, match=r"could not release small: .*solution region"):
        building.generate(built, sync(built, "small") or "small")
    assert assignment(built).release.read_text() == before


def test_what_is_nowhere_cannot_be_synced(course):
    with pytest.raises(CourseError, match="'nothing'"):
        sync(course, "nothing")


def test_a_notebook_has_the_metadata_that_a_kernel_would_add(built):
    """Else JupyterLab counts it as changed as soon as it is open."""
    for path in (built.assignment("small").source, built.assignment("small").release):
        assert nbformat.read(path, as_version=4).metadata["language_info"] == IPythonKernel.language_info


def test_another_version_of_python_makes_nothing_stale(built):
    for path in (built.assignment("small").source, built.assignment("small").release):
        rewrite(path, platform.python_version(), "3.12.34")
    assert stale(built, ["small"]) == []


# --- stale -------------------------------------------------------------------------------------------------------


def test_a_fresh_build_is_not_stale_and_checking_changes_nothing(built):
    before = {path: (path.read_bytes(), path.stat().st_mtime) for path in built.root.rglob("*") if path.is_file()}
    assert stale(built, ["small"]) == []
    assert {path: (path.read_bytes(), path.stat().st_mtime) for path in before} == before


def test_an_edited_and_a_missing_file_are_stale(built, monkeypatch):
    rewrite(assignment(built).source, "Double a number.", "Triple a number.")
    assignment(built).release.unlink()
    monkeypatch.setattr(building, "unfailing_checks", lambda small: [])  # saves time
    assert stale(built, ["small"]) == ["source/small/small.ipynb", "release/small/small.ipynb"]


def test_an_edited_text_makes_both_stale(built, monkeypatch):
    rewrite(assignment(built).script, "Double a number.", "Triple a number.")
    monkeypatch.setattr(building, "unfailing_checks", lambda small: [])
    assert stale(built, ["small"]) == ["source/small/small.ipynb", "release/small/small.ipynb"]


def test_the_command_tells_and_fails(built, monkeypatch):
    monkeypatch.setattr(building, "unfailing_checks", lambda small: [])
    good = CliRunner().invoke(main, ["--course", str(built.root), "build", "--check"])
    assert good.exit_code == 0, good.output
    rewrite(assignment(built).release, "Double a number.", "Triple a number.")
    bad = CliRunner().invoke(main, ["--course", str(built.root), "build", "--check", "small"])
    assert bad.exit_code == 1
    assert "release/small/small.ipynb" in bad.output
    assert "source/small/small.ipynb" not in bad.output
    unknown = CliRunner().invoke(main, ["--course", str(built.root), "build", "--check", "nothing"])
    assert unknown.exit_code == 1
    assert "'nothing'" in unknown.output
