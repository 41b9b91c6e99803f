"""A class at a time: notebooks, folders or nbgrader's submitted/ tree in, rows of outcomes out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sqlalchemy.exc import SAWarning

from autograder import history
from autograder.build import nbgrader_settings
from autograder.course import Assignment, Course, CourseError, nbgrader_of
from autograder.grading import Grader
from autograder.outcomes import Outcome
from autograder.repair import WrongNotebook, repair


@dataclass(frozen=True)
class Row:
    """One submission's result: outcomes, or in ``problem`` the one sentence why there are none."""

    student: str
    assignment: str
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def score(self) -> float:
        """The points earned."""
        return sum(outcome.score or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """The points that could be earned."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person to do."""
        return not self.problem and all(outcome.status != "not_graded" for outcome in self.outcomes)


@dataclass(frozen=True)
class Submission:
    """A notebook to grade. ``student`` is its place in the submitted/ tree, or the file's name."""

    student: str
    assignment: str
    path: Path
    in_gradebook: bool


class BadSubmission(Exception):
    """A submission that cannot be graded; the text is one sentence."""


def read_notebook(path: Path) -> NotebookNode:
    """A submitted notebook.

    Raises:
        BadSubmission: when it is missing, not a file, or not a notebook.
    """
    if path.is_symlink() or not path.is_file():
        raise BadSubmission(f"there is no notebook {path.name} in {path.parent.name}/")
    try:
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata, [cell.metadata for cell in notebook.cells]
    except (OSError, UnicodeDecodeError) as error:
        raise BadSubmission(f"{path.name} cannot be read: {error}") from None
    except Exception:
        raise BadSubmission(f"{path.name} is not a notebook: its content is not nbformat's JSON") from None
    return notebook


def find(course: Course, target: str) -> list[Submission]:
    """The submissions behind a target: an assignment's name, a notebook, or a folder of either kind.

    Raises:
        CourseError: when there is nothing to grade.
    """
    path = Path(target)
    if target in course.names() and not path.suffix:
        found = [_submitted(folder, target) for folder in sorted((course.root / "submitted").glob(f"*/{target}"))]
        if not found:
            raise CourseError(f"nobody has submitted {target}: there is no submitted/STUDENT/{target} in {course.root}")
        return found
    if not path.exists():
        raise CourseError(f"{target} is neither an assignment ({', '.join(course.names())}) nor a file or folder")
    submitted = course.root / "submitted"
    resolved = path.resolve()
    if resolved.is_relative_to(submitted):
        parts = resolved.relative_to(submitted).parts
        pattern = "/".join([*parts[:2], *["*"] * (2 - len(parts))])
        folders = [folder for folder in sorted(submitted.glob(pattern)) if folder.is_dir()]
        found = [_submitted(folder, folder.name) for folder in folders]
    else:
        files = (
            [path]
            if path.is_file()
            else sorted(p for p in path.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
        )
        found = [Submission(_student(file, path), _guess(course, file), file, False) for file in files]
    if not found:
        raise CourseError(f"there is no notebook in {target}")
    return found


def _submitted(folder: Path, assignment: str) -> Submission:
    return Submission(folder.parent.name, assignment, folder / f"{assignment}.ipynb", True)


def _student(file: Path, start: Path) -> str:
    return file.stem if start.is_file() else str(file.relative_to(start).with_suffix(""))


def _guess(course: Course, file: Path) -> str:
    """Which assignment a loose notebook belongs to: the one whose name it bears, else the one whose tasks it has."""
    names = course.names()
    if file.stem in names:
        return file.stem
    try:
        cells = read_notebook(file).cells
    except BadSubmission:
        return ""
    tasks = {str(nbgrader_of(cell).get("grade_id")) for cell in cells if nbgrader_of(cell)}
    shared = {
        name: len(tasks & {nbgrader_of(cell).get("grade_id") for cell in course.assignment(name).released().cells})
        for name in names
    }
    best = max(shared, key=lambda name: shared[name], default="")
    return best if best and shared[best] else ""


def grade(
    course: Course, submissions: list[Submission], on_outcome: Callable[[str, str], None] = lambda name, status: None
) -> Iterator[Row]:
    """Grade submissions one after another. What cannot be graded gives a row with its problem; the rest goes on."""
    graders: dict[str, Grader] = {}
    api = None
    for submission in submissions:
        try:
            if not submission.assignment:
                read_notebook(submission.path)
                raise BadSubmission(f"{submission.path.name} belongs to no assignment of this course")
            assignment = course.assignment(submission.assignment)
            notebook = _checked(submission, assignment)
            if submission.in_gradebook:
                api = api or _api(course)
                outcomes, notes = _through_nbgrader(course, api, submission)
            else:
                grader = graders.setdefault(assignment.name, Grader(assignment))
                graded = grader.grade(notebook, on_outcome=on_outcome)
                outcomes, notes = graded.outcomes, graded.notes
            yield Row(submission.student, submission.assignment, outcomes, notes)
        except BadSubmission as problem:
            yield Row(submission.student, submission.assignment, problem=str(problem))


def _checked(submission: Submission, assignment: Assignment) -> NotebookNode:
    notebook = read_notebook(submission.path)
    try:
        repair(nbformat.from_dict(notebook), assignment.released(), assignment.name)
    except WrongNotebook as error:
        raise BadSubmission(str(error)) from None
    return notebook


def _api(course: Course) -> object:
    config = nbgrader_settings(course.root)
    from nbgrader.apps.api import NbGraderAPI

    return NbGraderAPI(config=config)


def _through_nbgrader(course: Course, api: object, submission: Submission) -> tuple[list[Outcome], list[str]]:
    """nbgrader's own Autograde, with the kit's preprocessors: the gradebook and folders end as with its command."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader 0.9.6 adds a student's submission before its session
        result = api.autograde(submission.assignment, submission.student, force=True, create=True)  # type: ignore[attr-defined]
    kept = history.recall(course, submission.assignment, submission.student)
    if not result["success"] or kept is None:
        raise BadSubmission(f"nbgrader could not grade it: {_last_error(result)}")
    return kept


def _last_error(result: dict[str, str]) -> str:
    """The line of nbgrader's log that names the exception, or its own error line."""
    lines = [line.strip() for line in (result.get("log") or "").splitlines()]
    raised = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Missing\w*|NotebookN?\w*): ", line)]
    told = [line.split("] ")[-1] for line in lines if "| ERROR]" in line]
    return (raised[-1:] or told[-1:] or [str(result.get("error") or "no reason given").strip()])[0]
