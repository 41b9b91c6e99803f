"""Writes what students get: the released notebooks, what they install, and a page to start from."""

from __future__ import annotations

import re
import shutil
import tempfile
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, IncludeHeaderFooter

from autograder import settings
from autograder.authoring import student_wheel
from autograder.course import PACKAGE, Assignment, Course, CourseError
from autograder.notebooks import regular_files, write_files

PAGE = PACKAGE / "templates" / "handout" / "README.md"
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


@dataclass(frozen=True)
class Part:
    """A part of the course: the lessons whose names begin with ``prefix``, and who begins there.

    ``begin`` is a sentence for students in which ``{first}`` is the part's first lesson.
    """

    prefix: str
    title: str
    begin: str


STEPS = Part(
    "step_",
    "The steps",
    "**You can read a prior, a likelihood and a posterior, and want to learn Pyro:** begin with `{first}`.",
)
PARTS = (
    Part(
        "before_",
        "Before Pyro",
        "**You have never met a joint distribution, or want to see what Pyro does for you:** begin with `{first}`. "
        "There you need Python and torch only; Pyro is not used, and while that work is graded it is out of reach.",
    ),
    STEPS,
    Part(
        "beyond_",
        "Beyond the steps",
        "**You write models and guides in Pyro already:** begin with any lesson of the last part whose last column "
        "names only what you know; the first of them is `{first}`.",
    ),
)


@dataclass(frozen=True)
class Lesson:
    """What the header of an assignment says about it; ``needs`` names the assignments that come before."""

    name: str
    title: str
    goal: str
    minutes: str
    needs: tuple[str, ...]

    @property
    def part(self) -> Part:
        """Where it stands on the page; a course's own lessons, under whatever names, stand with the steps."""
        return next((part for part in PARTS if self.name.startswith(part.prefix)), STEPS)


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
    lessons = in_order(lesson_of(assignment) for assignment in assignments)
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
    (folder / "README.md").write_text(page(lessons, solved), encoding="utf-8")


def _write_solutions(assignment: Assignment, folder: Path) -> Iterator[str]:
    """Write the right answers as notebooks without nbgrader's metadata, and give a line of the page for each."""
    folder.mkdir()
    write_files(folder, _visible(assignment.files))
    for answer in (assignment.reference, *assignment.right):
        notebook = assignment.filled(answer)
        for cell in notebook.cells:
            cell.metadata = NotebookNode()
        title = f"{lesson_of(assignment).title}: {answer.title}"
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


def lesson_of(assignment: Assignment) -> Lesson:
    """The assignment's header; where there is none, its name is all that is known."""
    cells = assignment.released().cells
    head = cells[0].source if cells and cells[0].cell_type == "markdown" else ""
    title = re.match(r"# (.+)", head)
    rows = dict(re.findall(r"^\|\s*\*\*(\w+)\*\*\s*\|\s*(.*?)\s*\|\s*$", head, re.MULTILINE))
    known = assignment.course.names()
    needs = tuple(name for name in re.findall(r"\w+", rows.get("Prerequisites", "")) if name in known)
    return Lesson(
        assignment.name,
        title[1] if title else assignment.name,
        rows.get("Goal", ""),
        rows.get("Minutes", ""),
        needs,
    )


def in_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Part by part and by name, but none before those that it needs; needs in a circle are ignored."""
    left = sorted(lessons, key=lambda lesson: (PARTS.index(lesson.part), lesson.name))
    done: list[Lesson] = []
    while left:
        waiting = {lesson.name for lesson in left}
        done.append(next((lesson for lesson in left if waiting.isdisjoint(lesson.needs)), left[0]))
        left.remove(done[-1])
    return done


def page(lessons: list[Lesson], solved: list[str]) -> str:
    """The students' README.md. Where there are several parts, each has a table, and the text says who begins where.

    Args:
        solved: a line for each notebook with a solution.
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
