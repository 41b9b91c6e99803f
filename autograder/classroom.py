"""A class at a time: notebooks, folders or nbgrader's submitted/ tree in, rows of outcomes out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import history
from autograder.build import nbgrader_settings
from autograder.course import Assignment, Course, CourseError, nbgrader_of
from autograder.grading import Grader
from autograder.outcomes import Outcome
from autograder.parent import ParentFailed, shared
from autograder.repair import WrongNotebook, repair

MAX_DEPTH = 100  # levels of JSON; copying much deeper ones exhausts Python's stack


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
    if path.is_symlink():
        raise BadSubmission(f"{path.name} is a link, and links are not followed")
    if not path.is_file():
        raise BadSubmission(f"there is no notebook {path.name} in {path.parent.name}/")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # double and missing cell ids, which repair mends
            notebook = nbformat.read(path, as_version=4)
    except OSError as error:
        raise BadSubmission(f"{path.name} cannot be read: {error.strerror}") from None
    except Exception:
        raise BadSubmission(f"{path.name} is not a notebook: its content is not nbformat's JSON") from None
    if fault := _fault(notebook):
        raise BadSubmission(f"{path.name} is not a notebook: {fault}")
    return notebook


def _fault(notebook: NotebookNode) -> str:
    """What keeps a notebook from being run at all: nbformat reads nearly any JSON."""
    if not isinstance(notebook.get("metadata"), dict) or not isinstance(notebook.get("cells"), list):
        return "it has no cells"
    for number, cell in enumerate(notebook.cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            return f"its cell {number} is of no known type"
        if not isinstance(cell.get("source"), str) or not isinstance(cell.get("metadata"), dict):
            return f"its cell {number} has no source or no metadata"
    if _depth(notebook) > MAX_DEPTH:
        return f"something in it is nested more than {MAX_DEPTH} levels deep"
    return ""


def _depth(item: object) -> int:
    deep, level = 0, [item]
    while level and deep <= MAX_DEPTH:
        deep += 1
        level = [
            part
            for one in level
            if isinstance(one, (dict, list))
            for part in (one.values() if isinstance(one, dict) else one)
            if isinstance(part, (dict, list))
        ]
    return deep


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
    released = [course.assignment(name) for name in names if course.assignment(name).release.is_file()]
    shared = {
        assignment.name: len(tasks & {nbgrader_of(cell).get("grade_id") for cell in assignment.released().cells})
        for assignment in released
    }
    best = max(shared, key=lambda name: shared[name], default="")
    return best if best and shared[best] else ""


def grade(course: Course, submissions: list[Submission], *, confined: bool = True) -> Iterator[Row]:
    """Grade submissions one after another. What cannot be graded gives a row with its problem; the rest goes on.

    Args:
        confined: whether student code is confined; only an instructor may say no.

    Raises:
        CourseError: when the course has no key.
        ParentFailed: when student code cannot be confined here, or no notebook can be run at all.
    """
    course.key  # noqa: B018 - nothing can be graded without it
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
                api = api or _api(course, confined)
                outcomes, notes = _through_nbgrader(course, api, submission)
            else:
                if assignment.name not in graders:
                    graders[assignment.name] = Grader(assignment, forks=shared(confined=confined))
                grader = graders[assignment.name]
                graded = grader.grade(notebook)
                outcomes, notes = graded.outcomes, graded.notes
            yield Row(submission.student, submission.assignment, outcomes, notes)
        except (BadSubmission, CourseError) as problem:
            yield Row(submission.student, submission.assignment, problem=str(problem))
        except ParentFailed:
            raise
        except Exception as error:  # whatever it is, it stops one submission
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            yield Row(submission.student, submission.assignment, problem=f"grading it failed: {told}")


def _checked(submission: Submission, assignment: Assignment) -> NotebookNode:
    if submission.in_gradebook and (link := _link_above(submission.path)):
        raise BadSubmission(f"{link.name} is a link, and links are not followed")
    notebook = read_notebook(submission.path)
    if not assignment.graders.is_file():
        raise CourseError(f"{assignment.name} has no graders: {assignment.graders} is missing")
    try:
        repair(nbformat.from_dict(notebook), assignment.released(), assignment.name)
    except WrongNotebook as error:
        raise BadSubmission(str(error)) from None
    return notebook


def _link_above(path: Path) -> Path | None:
    """The link among a submission's folders, submitted/STUDENT/ASSIGNMENT: nbgrader would copy what it points to."""
    return next((folder for folder in list(path.parents)[:2] if folder.is_symlink()), None)


def _api(course: Course, confined: bool) -> object:
    config = nbgrader_settings(course.root)
    if not confined:
        config.GradeNotebook.sandbox = "none"
    from nbgrader.apps.api import NbGraderAPI

    return NbGraderAPI(config=config)


def _through_nbgrader(course: Course, api: object, submission: Submission) -> tuple[list[Outcome], list[str]]:
    """nbgrader's own Autograde, with the kit's preprocessors: the gradebook and folders end as with its command."""
    with warnings.catch_warnings():
        # nbformat's words on odd cells, of which the row tells, and SQLAlchemy's on nbgrader 0.9.6's own use of it
        warnings.simplefilter("ignore")
        result = api.autograde(submission.assignment, submission.student, force=True, create=True)  # type: ignore[attr-defined]
    kept = history.recall(course, submission.assignment, submission.student)
    if "No assignment with ID" in (result.get("log") or ""):
        name = submission.assignment
        raise CourseError(f"{name} is not in the gradebook yet: run `autograder build {name}`")
    if not result["success"] or kept is None:
        raise BadSubmission(f"nbgrader could not grade it: {_last_error(result)}")
    return kept


def _last_error(result: dict[str, str]) -> str:
    """The line of nbgrader's log that names the exception, or its own error line."""
    lines = [line.strip() for line in (result.get("log") or "").splitlines()]
    raised = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Missing\w*|NotebookN?\w*): ", line)]
    told = [line.split("] ")[-1] for line in lines if "| ERROR]" in line]
    return (raised[-1:] or told[-1:] or [str(result.get("error") or "no reason given").strip()])[0]
