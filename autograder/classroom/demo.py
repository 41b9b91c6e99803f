"""Makes a small class in a fresh folder and takes it through nbgrader's whole way: release, submit, grade, feedback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.authoring.build import generate
from autograder.course import PACKAGE, Answer, Assignment, Course, CourseError
from autograder.notebooks import nbgrader_of

SHOWN = ("step_01", "step_03", "step_10")  # a model, plates, inference: enough to see, and graded in minutes

NAMES = {
    "ada": "Ada Adeyemi",
    "ben": "Ben Brandt",
    "cleo": "Cleo Castillo",
    "dora": "Dora Dimitrova",
    "emil": "Emil Eklund",
    "finn": "Finn Farkas",
    "gwen": "Gwen Griffiths",
    "hugo": "Hugo Herrera",
    "ines": "Ines Ivanova",
}
LATE = "hugo"

# Beside what the kit sets: the demo's own exchange, into which formgrader releases and from which it collects.
_EXCHANGE = """
c.Exchange.root = str(Path(__file__).resolve().parent / "exchange")
"""

# Who hands in what: the demo's whole cast, in the order of its table.
REFERENCE, RIGHT, UNTOUCHED, BROKEN, MANGLED, NO_NOTEBOOK = "ada", "ben", "finn", "gwen", "hugo", "ines"
WRONG = ("cleo", "dora", "emil")


def make_class(folder: Path, tell: Callable[[str], None]) -> Course:
    """A course in ``folder`` with a few assignments of the kit, released in its own exchange, and submissions to each.

    Assignments were due at 18:00 one day ago, two days ago and so on, the last one first to be due; everybody hands in
    within the day before that, but for one student, who is some hours late.

    Raises:
        CourseError: when the folder is in use, or the kit is installed without its solutions.
    """
    home = PACKAGE.parent
    if not (home / "solutions").is_dir() or not (PACKAGE / "graders").is_dir():
        raise CourseError(
            "the demo needs the instructor's copy of the kit: clone it and install it with `pip install -e .`"
        )
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty: give the demo a fresh folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(home / name, folder)
    for kind in ("source", "solutions"):
        for name in SHOWN:
            shutil.copytree(home / kind / name, folder / kind / name)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(_EXCHANGE)
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)  # as nbgrader wants an exchange: all students of a machine write into it
    course = Course(folder)
    course.make_key()
    today = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0)
    for age, name in enumerate(reversed(course.names()), start=1):
        generate(course, name)
        due = today - timedelta(days=age)
        _release(course, name, due)
        for number, (student, text) in enumerate(submissions(course.assignment(name)), start=1):
            path = folder / "submitted" / student / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            when = due + timedelta(hours=3, minutes=7) if student == LATE else due - timedelta(minutes=97 * number)
            (path.parent / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
        tell(f"released {name} and handed in {len(list((folder / 'submitted').glob(f'*/{name}')))} notebooks")
    return course


def _release(course: Course, name: str, due: datetime) -> None:
    """Give an assignment its due date and the class its names in the gradebook, and put the assignment out.

    Raises:
        CourseError: when nbgrader cannot put it into the exchange.
    """
    told = settings.of(course)
    with Gradebook(told.db_url, told.course_id) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=due.replace(tzinfo=None))  # in UTC, as nbgrader keeps it
        for student, full in NAMES.items():
            first, last = full.split()
            gradebook.update_or_create_student(student, first_name=first, last_name=last)
    released = NbGraderAPI(config=told.config).release_assignment(name)
    if not released["success"]:
        raise CourseError(f"nbgrader could not put {name} into the demo's exchange: {released.get('error', '')}")


def submissions(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Students and the text of what they hand in: the release notebook filled in as a student would."""
    yield REFERENCE, handed_in(assignment, assignment.reference)
    yield RIGHT, handed_in(assignment, assignment.right[0])
    for student, wrong in zip(WRONG, assignment.wrong, strict=False):
        yield student, handed_in(assignment, wrong)
    yield UNTOUCHED, nbformat.writes(assignment.released())
    yield BROKEN, handed_in(assignment, assignment.reference, _with_a_syntax_error)
    yield MANGLED, handed_in(assignment, assignment.reference, _with_mangled_cells)
    yield NO_NOTEBOOK, "This is my solution, I hope that a text file is fine."


def handed_in(
    assignment: Assignment, answer: Answer, change: Callable[[NotebookNode], None] = lambda notebook: None
) -> str:
    """The text of the release notebook with an answer's cells in the tasks, as a student would hand it in."""
    notebook = assignment.filled(answer)
    change(notebook)
    return nbformat.writes(notebook)


def _with_a_syntax_error(notebook: NotebookNode) -> None:
    task = next(cell for cell in reversed(notebook.cells) if nbgrader_of(cell).get("solution"))
    task.source = task.source.replace("):", ")", 1) + "\n    return ("


def _with_mangled_cells(notebook: NotebookNode) -> None:
    graded = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade")]
    copy = deepcopy(graded[0])
    copy["id"] = "a-copy"
    notebook.cells.insert(2, copy)
    notebook.cells.remove(graded[-1])


def write_feedback(course: Course, name: str) -> None:
    """Run nbgrader's generate_feedback for all who were graded."""
    NbGraderAPI(config=settings.of(course).config).generate_feedback(name, force=True)
