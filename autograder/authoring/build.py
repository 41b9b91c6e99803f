"""Builds assignments: pairs text and notebook, holds the master to its rules, and makes the release with nbgrader."""

from __future__ import annotations

import ast
import filecmp
import hashlib
import json
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
from autograder.course import Assignment, Course, CourseError, meant, read_script
from autograder.notebooks import by_hand, give_ids, graded_cells, nbgrader_of, points_of, regular_files, write_files
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Of the Python that wrote a notebook; no two people need have the same.
_VERSION = re.compile(r'"version": "[\d.]+"')
PARTS = ("Goal", "Minutes", "Prerequisites")
MIN_HINTS = 2
METADATA = "autograder"  # the kit's own in a master notebook's metadata


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
        tell(_figures(assignment))


def _figures(assignment: Assignment) -> str:
    """What an assignment's cells are worth, in one line."""
    line = (
        f"{assignment.name}: {len(assignment.graded)} graded cells, {sum(c.points for c in assignment.graded):g} points"
    )
    if cells := assignment.by_hand:
        line += f"; {len(cells)} for a person to grade, {sum(cell.points for cell in cells):g} points"
    return line


def sync(course: Course, name: str) -> None:
    """Bring text and notebook to one content, that of the one which was edited since the last build; name the cells.

    Raises:
        CourseError: when both were edited, or neither is there.
    """
    script = course.root / "solutions" / name / f"{name}.py"
    notebook = course.root / "source" / name / f"{name}.ipynb"
    newest = edited(course, name)
    other = notebook if newest == script else script
    for path in (script, notebook):
        path.parent.mkdir(parents=True, exist_ok=True)
    # jupytext takes the newer file: after a clone or a checkout that would be one by chance
    os.utime(newest)
    if other.is_file():
        os.utime(other, (newest.stat().st_mtime - 60,) * 2)
    try:
        jupytext_command(["--quiet", "--sync", str(newest)])
    except Exception as error:
        raise CourseError(f"jupytext could not pair {newest}: {error}") from None
    assignment = Assignment(course, name)
    write_notebook(assignment.master, notebook)
    # The text counts as the newest of an equal pair, so that an editor's next save of it wins.
    os.utime(script)


def edited(course: Course, name: str) -> Path:
    """Of a master's text and notebook the one that holds the last edit; the text where they are equal.

    The notebook tells what both were when they were built: its metadata have a digest of it.

    Raises:
        CourseError: when both were edited since, or neither is there.
    """
    script = course.root / "solutions" / name / f"{name}.py"
    notebook = course.root / "source" / name / f"{name}.ipynb"
    existing = [path for path in (script, notebook) if path.is_file()]
    if not existing:
        raise CourseError(
            f"there is no assignment {name!r} in {course.root}: neither {script} nor {notebook} is there"
            f"{meant(name, course.masters())}"
        )
    if len(existing) == 1:
        return existing[0]
    try:
        master = nbformat.read(notebook, as_version=4)
    except Exception:
        raise CourseError(f"{notebook} is not a notebook: mend it or delete it, and build again") from None
    built = master.metadata.get(METADATA, {}).get("built")
    written, drawn = _content(read_script(script)), _content(master)
    if written == drawn or drawn == built:
        return script
    if written == built:
        return notebook
    raise CourseError(
        f"{name} was edited on both sides since it was built, in {script.relative_to(course.root)} and in "
        f"{notebook.relative_to(course.root)}: bring what you want to keep into one of them and delete the other, "
        "which will be made from it"
    )


def _content(notebook: NotebookNode) -> str:
    """A digest of what text and notebook share: kinds and texts of cells, what nbgrader knows of them, and tags."""
    cells = [
        [cell.cell_type, cell.source.rstrip(), nbgrader_of(cell), cell.metadata.get("tags", [])]
        for cell in notebook.cells
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:16]


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a master: no outputs, no counts, and of metadata what JupyterLab would add once a kernel runs.

    A notebook that lacks it counts as changed as soon as it is opened. The version of Python in it is the writer's.
    """
    clean = nbformat.from_dict(notebook)
    give_ids(clean)
    kernel = clean.metadata.get("kernelspec") or KERNEL
    clean.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": IPythonKernel.language_info})
    clean.metadata[METADATA] = {"built": _content(clean)}
    clean.nbformat, clean.nbformat_minor = 4, 5
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    text = nbformat.writes(clean) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


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
        if (data.get("grade") or by_hand(cell)) and not points_of(data) > 0:
            yield f"the graded cell {grade_id} has no points"
        if data.get("grade") and not by_hand(cell) and not data.get("locked"):
            yield f"the graded cell {grade_id} is not locked"
        yield from _written_problems(cell, assignment.for_graders.get(str(grade_id), ""))
        marked = "### BEGIN SOLUTION" in cell.source and "### END SOLUTION" in cell.source
        if data.get("solution") and cell.cell_type == "code" and not marked:
            yield f"the task {grade_id} has no ### BEGIN SOLUTION … ### END SOLUTION"
    if not assignment.graded:
        yield "no cell is graded"


def _written_problems(cell: NotebookNode, model_answer: str) -> Iterator[str]:
    """What is wrong with an answer or a task cell that a person grades."""
    data = nbgrader_of(cell)
    grade_id, grade, solution = (data.get(key) for key in ("grade_id", "grade", "solution"))
    if data.get("task"):
        if cell.cell_type != "markdown" or grade or solution or not data.get("locked"):
            yield f"the task cell {grade_id} must be locked markdown, with neither grade nor solution set"
    elif cell.cell_type == "markdown":
        if bool(grade) != bool(solution):
            yield f"the written answer {grade_id} must have both grade and solution set: a person grades it"
        elif solution and not model_answer:
            yield f"the written answer {grade_id} has no model answer, which whoever grades it gets to read"


def _grader_problems(assignment: Assignment) -> Iterator[str]:
    try:
        tree = ast.parse(assignment.graders.read_text(encoding="utf-8"))
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
        elif nbgrader_of(cell).get("solution") and not by_hand(cell):
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
    """Run nbgrader's generate_assignment. Where it fails, the release that was there stays.

    Raises:
        CourseError: with nbgrader's reason, and the way out where there is one.
    """
    from nbgrader.apps.api import NbGraderAPI

    release = course.assignment(name).release.parent
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / name
        if release.is_dir():
            shutil.copytree(release, before, symlinks=True)
        result = NbGraderAPI(config=settings.of(course).config).generate_assignment(name, force=True, create=True)
        if not result["success"]:
            if before.is_dir():
                shutil.rmtree(release, ignore_errors=True)
                shutil.copytree(before, release, symlinks=True)
            raise CourseError(_refusal(course, name, str(result.get("log") or ""), str(result.get("error") or "")))
    released = nbformat.read(course.assignment(name).release, as_version=4)
    if released.metadata.pop(METADATA, None):  # a digest of the solutions is of no use to a student
        course.assignment(name).release.write_text(nbformat.writes(released) + "\n", encoding="utf-8")


def _refusal(course: Course, name: str, log: str, error: str) -> str:
    """Why nbgrader could not release an assignment, in one sentence or two."""
    if "nbgrader db upgrade" in log + error:
        return f"nbgrader could not release {name}: the gradebook {settings.OLDER}"
    raised = re.findall(r"^\s*(?:[\w.]+\.)?(?:\w+(?:Error|Exception)): (.+)$", log, re.MULTILINE)
    if not any("there are submissions associated" in line for line in raised):
        reason = (raised or [error.strip().splitlines()[-1] if error.strip() else "no reason given"])[0]
        return f"nbgrader could not release {name}: {reason}"
    return (
        f"{name} has submissions in the gradebook, and nbgrader adds, removes or renames no cells then; the release is "
        f"as it was. To grade what was handed in anew in the new form: `nbgrader db assignment remove {name} --force` "
        "(scores and comments that were given by hand go with it), "
        f"`autograder build {name}`, `autograder grade {name}`. To keep the old form, put the cells back."
    )


def stale(course: Course, names: list[str]) -> list[str]:
    """The committed files of the named assignments that a fresh build would change, as paths under the root.

    Raises:
        CourseError: where a build would stop, since text and notebook were both edited.
    """
    for name in names:
        edited(course, name)
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
