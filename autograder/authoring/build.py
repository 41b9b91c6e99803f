"""Builds assignments: pairs text and notebook, holds the master to its rules, and makes the release with nbgrader."""

from __future__ import annotations

import ast
import filecmp
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from ipykernel.ipkernel import IPythonKernel
from jupytext.cli import jupytext as jupytext_command
from nbformat import NotebookNode

from autograder import settings
from autograder.course import Assignment, Course, CourseError
from autograder.notebooks import give_ids, graded_cells, nbgrader_of, points_of, regular_files, write_files
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Of the Python that wrote a notebook; no two people need have the same.
_VERSION = re.compile(r'"version": "[\d.]+"')
PARTS = ("Goal", "Minutes", "Prerequisites")
MIN_HINTS = 2


def build(course: Course, names: list[str], tell: Callable[[str], None]) -> None:
    """Sync, validate and release the named assignments.

    Raises:
        CourseError: with every fault found in the first assignment that has one.
    """
    course.make_key()
    for name in names:
        sync(course, name)
        assignment = course.assignment(name)
        if assignment.graders.is_file():
            found = problems(assignment)
            if found:
                raise CourseError(f"{name} is not ready:\n" + "\n".join(f"  - {problem}" for problem in found))
        generate(course, name)
        untested = list(unfailing_checks(assignment)) if assignment.graders.is_file() else []
        if untested:
            raise CourseError(f"{name}: these checks pass on the untouched release: {', '.join(untested)}")
        tell(f"{name}: {len(assignment.graded)} graded cells, {sum(c.points for c in assignment.graded):g} points")


def sync(course: Course, name: str) -> None:
    """Bring text and notebook to one content, the newer file's, by jupytext's pairing; then name the cells."""
    script = course.root / "solutions" / name / f"{name}.py"
    notebook = course.root / "source" / name / f"{name}.ipynb"
    existing = [path for path in (script, notebook) if path.is_file()]
    if not existing:
        raise CourseError(f"there is no assignment {name!r} in {course.root}: neither {script} nor {notebook} is there")
    for path in (script, notebook):
        path.parent.mkdir(parents=True, exist_ok=True)
    newest = max(existing, key=lambda path: path.stat().st_mtime)
    try:
        jupytext_command(["--quiet", "--sync", str(newest)])
    except Exception as error:
        raise CourseError(f"jupytext could not pair {newest}: {error}") from None
    assignment = Assignment(course, name)
    write_notebook(assignment.master, notebook)
    # The text counts as the newest of an equal pair, so that an editor's next save of it wins.
    os.utime(script)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a master: no outputs, no counts, and of metadata what JupyterLab would add once a kernel runs.

    A notebook that lacks it counts as changed as soon as it is opened. The version of Python in it is the writer's.
    """
    clean = nbformat.from_dict(notebook)
    give_ids(clean)
    kernel = clean.metadata.get("kernelspec") or KERNEL
    clean.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": IPythonKernel.language_info})
    clean.nbformat, clean.nbformat_minor = 4, 5
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    text = nbformat.writes(clean) + "\n"
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def problems(assignment: Assignment) -> list[str]:
    """Everything in a master that breaks a rule, as sentences."""
    return [*_cell_problems(assignment), *_grader_problems(assignment), *_lesson_problems(assignment)]


def _cell_problems(assignment: Assignment) -> Iterator[str]:
    seen: set[str] = set()
    for cell in assignment.master.cells:
        data = nbgrader_of(cell)
        grade_id = data.get("grade_id")
        if not data:
            continue
        if not grade_id or grade_id in seen:
            yield f"the grade_id {grade_id!r} is missing or used twice"
        seen.add(str(grade_id))
        if data.get("grade") and not points_of(data) > 0:
            yield f"the graded cell {grade_id} has no points"
        if data.get("grade") and not data.get("locked"):
            yield f"the graded cell {grade_id} is not locked"
        marked = "### BEGIN SOLUTION" in cell.source and "### END SOLUTION" in cell.source
        if data.get("solution") and cell.cell_type == "code" and not marked:
            yield f"the task {grade_id} has no ### BEGIN SOLUTION … ### END SOLUTION"
    if not assignment.graded:
        yield "no cell is graded"


def _grader_problems(assignment: Assignment) -> Iterator[str]:
    try:
        tree = ast.parse(assignment.graders.read_text())
    except SyntaxError as error:
        yield f"the graders do not parse: line {error.lineno}: {error.msg}"
        return
    tests = {
        node.name.removeprefix("test_"): node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    cells = {cell.grade_id for cell in assignment.graded}
    yield from (f"the graded cell {name} has no grader test_{name}" for name in sorted(cells - set(tests)))
    yield from (f"the grader test_{name} has no graded cell {name}" for name in sorted(set(tests) - cells))
    for name, node in tests.items():
        if not ast.get_docstring(node):
            yield f"the grader test_{name} has no docstring to tell the student what was looked at"


def _lesson_problems(assignment: Assignment) -> Iterator[str]:
    cells = assignment.master.cells
    head = cells[0].source if cells and cells[0].cell_type == "markdown" else ""
    if not head.startswith("# "):
        yield "the first cell is not a markdown cell with the title"
    for part in PARTS:
        if f"**{part}**" not in head:
            yield f"the header has no row **{part}**"
    if "**Minutes**" in head and not re.search(r"\*\*Minutes\*\*\s*\|\s*\d+", head):
        yield "the header's **Minutes** is not a number"
    hints = 0
    for cell in cells:
        if cell.cell_type == "markdown":
            hints += cell.source.count("<details>")
        elif nbgrader_of(cell).get("solution"):
            task = nbgrader_of(cell).get("grade_id")
            if hints < MIN_HINTS:
                yield f"the task {task} has fewer than {MIN_HINTS} hints (<details>) above it"
            hints = 0
    try:
        if not assignment.right or not assignment.wrong:
            yield "there are no answers in right/ or in wrong/"
    except CourseError as error:
        yield str(error)


def unfailing_checks(assignment: Assignment) -> Iterator[str]:
    """The graded cells whose visible check passes although no task is done."""
    notebook = assignment.released()
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), assignment.files)
        run = NotebookRun(notebook, assignment.props)
        run.start(shared(), Path(folder), 0, needs=assignment.needs)
        run.advance(len(notebook.cells) - 1)
        run.close()
    for cell in graded_cells(notebook):
        if run.outputs.statuses.get(cell.index) == "ok":
            yield cell.grade_id


def generate(course: Course, name: str) -> None:
    """Run nbgrader's generate_assignment."""
    from nbgrader.apps.api import NbGraderAPI

    result = NbGraderAPI(config=settings.of(course).config).generate_assignment(name, force=True, create=True)
    if not result["success"]:
        reason = result.get("error") or result.get("log") or "no reason given"
        raise CourseError(f"nbgrader could not release {name}: {str(reason).strip().splitlines()[-1]}")


def stale(course: Course, names: list[str]) -> list[str]:
    """The committed files of the named assignments that a fresh build would change, as paths under the root."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        shutil.copy(course.root / "nbgrader_config.py", fresh)
        shutil.copy(course.root / "pyproject.toml", fresh)
        for name in names:
            shutil.copytree(course.root / "solutions" / name, fresh / "solutions" / name)
            write_files(fresh / "source" / name, course.assignment(name).files)
        (fresh / "autograder").symlink_to(course.root / "autograder")
        build(built := Course(fresh), names, lambda line: None)
        found = []
        for ours, theirs in ((course.assignment(name), built.assignment(name)) for name in names):
            released, folders = theirs.release.parent, (ours.release.parent, theirs.release.parent)
            beside = sorted({name for folder in folders for name in regular_files(folder)})
            pairs = [(ours.source, theirs.source), (ours.release, theirs.release)]
            pairs += [(ours.release.parent / name, released / name) for name in beside]
            found += [str(mine.relative_to(course.root)) for mine, made in pairs if not _equal(mine, made)]
        return found


def _equal(ours: Path, theirs: Path) -> bool:
    if not (ours.is_file() and theirs.is_file()):
        return False
    if ours.suffix != ".ipynb":
        return filecmp.cmp(ours, theirs, shallow=False)
    mine, made = (_VERSION.sub("", path.read_text(encoding="utf-8"), count=1) for path in (ours, theirs))
    return mine == made
