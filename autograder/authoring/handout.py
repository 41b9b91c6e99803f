"""Writes what students get: the released notebooks, what they install, and a page to start from."""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

import nbformat
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, IncludeHeaderFooter

from autograder import settings
from autograder.authoring import student_wheel
from autograder.course import PACKAGE, Assignment, Course, CourseError
from autograder.desk.lessons import PARTS, Lesson, in_order, lesson_of
from autograder.notebooks import regular_files, write_files

PAGE = PACKAGE / "templates" / "handout" / "README.md"
FRAME = PACKAGE / "templates" / "handout" / "page.html"  # around the same page for a browser
REQUIREMENTS = """\
# Everything that the notebooks need: python -m pip install -r requirements.txt (in this folder)
./{wheel}
"""
SOLUTIONS = "solutions"  # the folder of an assignment's right answers, where they are handed out
UNSOLVED = """\
- **No solutions are included.** If a task does not give way to its last hint, the examples above it nearly always show
  the same move on another problem."""
SOLVED = """\
- **Solutions** of these are included, each task's in several styles. They are worth most after you have tried; read
  them beside your own answer, and ask what differs."""
# What editors and Jupyter leave behind; a released folder may hold it, a student has no use for it.
LEFT_OVER = shutil.ignore_patterns(".*", "__pycache__")


def hand_out(course: Course, names: Iterable[str], folder: Path, solutions: Collection[str] = ()) -> list[str]:
    """Write the hand-out of the named assignments to ``folder``, whole or not at all.

    Args:
        solutions: the assignments among them whose right answers go along, when their deadline is past.

    Returns:
        The names, in the order of reading.

    Raises:
        CourseError: when there is nothing to hand out, a release is not what a fresh build gives, solutions are wanted
            of an assignment that is not handed out, or the folder is in use or cannot be written.
    """
    assignments = [course.assignment(name) for name in dict.fromkeys(names)]
    if not assignments:
        raise CourseError(
            f"there is nothing to hand out: {course.root} has no solutions/ with assignments; "
            "hand-outs are made in the instructor's copy of the course"
        )
    for name in solutions:
        if course.assignment(name).name not in {assignment.name for assignment in assignments}:
            raise CourseError(f"the solutions of {name} can only go along with {name} itself: name it too")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is in use: name a folder that is empty or not there yet")
    for assignment in assignments:
        _refuse_other_than_built(assignment)
    lessons = in_order(map(lesson_in, assignments))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".handout-", dir=folder.parent) as beside:
            whole = Path(beside) / "handout"
            _write(assignments, lessons, whole, solutions)
            if folder.is_dir():
                folder.rmdir()
            whole.rename(folder)
    except OSError as error:
        raise CourseError(f"the hand-out cannot be written to {folder}: {error.strerror or error}") from None
    return [lesson.name for lesson in lessons]


def _write(assignments: list[Assignment], lessons: list[Lesson], folder: Path, solutions: Collection[str]) -> None:
    solved: list[str] = []
    for assignment in assignments:
        shutil.copytree(assignment.release.parent, folder / assignment.name, ignore=LEFT_OVER)
        if assignment.name in solutions:
            solved += _write_solutions(assignment, folder / assignment.name / SOLUTIONS)
    wheel = student_wheel.build(folder)
    (folder / "requirements.txt").write_text(REQUIREMENTS.format(wheel=wheel.name), encoding="utf-8")
    text = page(lessons, solved, wheel.name)
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "README.html").write_text(_in_a_browser(text), encoding="utf-8")


def _write_solutions(assignment: Assignment, folder: Path) -> Iterator[str]:
    """Write the right answers as notebooks without nbgrader's metadata, and give a line of the page for each."""
    folder.mkdir()
    write_files(folder, _visible(assignment.files))
    for answer in (assignment.reference, *assignment.right):
        notebook = assignment.filled(answer)
        for cell in notebook.cells:
            cell.metadata = NotebookNode()
        title = f"{lesson_in(assignment).title}: {answer.title}"
        notebook.cells.insert(0, new_markdown_cell(f"**A right answer: {answer.title}.**", id="0-what-this-is"))
        name = f"{assignment.name}_{answer.name}.ipynb"
        nbformat.write(notebook, folder / name)
        yield f"  - [{title}]({assignment.name}/{folder.name}/{name})"


# --- what may be handed out --------------------------------------------------------------------------------------


def _refuse_other_than_built(assignment: Assignment) -> None:
    """A release that was worked in, or lags behind its master, may hold a solution or an old task."""
    wanted = assignment.master
    config = settings.of(assignment.course).config
    resources: dict[str, Any] = {}
    for step in (IncludeHeaderFooter, ClearSolutions, ClearHiddenTests, ClearMarkScheme):
        wanted, resources = step(config=config).preprocess(nbformat.from_dict(wanted), resources)
    same_files = _visible(regular_files(assignment.release.parent)) == _visible(assignment.files)
    if list(_shown(wanted)) != list(_shown(assignment.released())) or not same_files:
        raise CourseError(
            f"{assignment.release} is not what a fresh build gives: run `autograder build {assignment.name}`"
        )


def _visible(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: files[name] for name in files if not any(part.startswith(".") for part in Path(name).parts)}


def _shown(notebook: NotebookNode) -> Iterator[tuple[str, str, bool]]:
    """Each cell's kind and text, and whether it has outputs."""
    for cell in notebook.cells:
        yield cell.cell_type, cell.source, bool(cell.get("outputs"))


# --- the page ----------------------------------------------------------------------------------------------------


def lesson_in(assignment: Assignment) -> Lesson:
    """The lesson that a released notebook is."""
    return lesson_of(assignment.name, assignment.released().cells, assignment.course.names())


def _in_a_browser(text: str) -> str:
    """The page for who has no viewer of Markdown."""
    return Template(FRAME.read_text(encoding="utf-8")).substitute(body=markdown2html(text))


def page(lessons: list[Lesson], solved: list[str], wheel: str) -> str:
    """The students' README.md. Where there are several parts, each has a table, and the text says who begins where.

    Args:
        solved: a line for each notebook with a solution.
        wheel: the name of the file that students install.
    """
    parts = [(part, own) for part in PARTS if (own := [lesson for lesson in lessons if lesson.part is part])]
    several = len(parts) > 1
    begin = [_paragraph(f"- {part.begin.format(first=own[0].name)}", "  ") for part, own in parts]
    tables = [f"### {part.title}\n\n{_table(own)}" if several else _table(own) for part, own in parts]
    first = f"Then, in JupyterLab, open `{lessons[0].name}/{lessons[0].name}.ipynb`"
    farther = ", or the lesson with which you begin by what stands under [In which order](#in-which-order)"
    minutes = sum(int(lesson.minutes) for lesson in lessons if lesson.minutes.isdigit())
    facts = {
        "lessons": "\n\n".join(["\n".join(begin), *tables] if several else tables),
        "hours": f"about {minutes / 60:.0f} hours" if minutes >= 90 else f"about {minutes} minutes",
        "first": _paragraph(f"{first}{farther if several else ''}."),
        "wheel": wheel,
        "example": f"{lessons[0].name}/{lessons[0].name}.ipynb",
        "solutions": "\n".join([SOLVED, *solved]) if solved else UNSOLVED,
        "torch": next(text for text in student_wheel.requirements() if text.startswith("torch")),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(facts)


def _table(lessons: list[Lesson]) -> str:
    rows = [
        f"| [{lesson.title}]({lesson.name}/{lesson.name}.ipynb) | {lesson.goal} | {lesson.minutes} "
        f"| {', '.join(lesson.needs)} |"
        for lesson in lessons
    ]
    return "\n".join(["| notebook | what for | minutes | after |", "|---|---|---|---|", *rows])


def _paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 118, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
