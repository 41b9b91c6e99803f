"""Finds submissions: notebooks, folders or nbgrader's submitted/ tree in, notebooks that can be graded out."""

from __future__ import annotations

import codecs
import os
import stat
import warnings
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.classroom.handed_in import LIMITS, entries, unfit
from autograder.course import Assignment, Course, CourseError, meant
from autograder.judging.repair import WrongNotebook, repair
from autograder.notebooks import nbgrader_of, regular_files

MAX_DEPTH = 100  # levels of JSON; copying much deeper ones exhausts Python's stack


@dataclass(frozen=True)
class Submission:
    """A notebook to grade. ``student`` is its place in the submitted/ tree, or the file's name."""

    student: str
    assignment: str
    path: Path
    in_gradebook: bool
    alone: bool = True  # in its folder, whose other files are then its own

    def files(self) -> dict[str, bytes]:
        """The files beside the notebook that are the submission's own, by relative name.

        Raises:
            BadSubmission: when they are more than a submission may have.
        """
        if self.in_gradebook:
            return regular_files(self.path.parent)
        return _files_beside(self.path) if self.alone else {}


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
        others = sorted(each.name for each in path.parent.glob("*.ipynb") if each.is_file() and not _left_over(each))[
            :3
        ]
        there = f": there is {', '.join(others)}; give the notebook its name back" if others else ""
        raise BadSubmission(f"there is no notebook {path.name} in {path.parent.name}/{there}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # double and missing cell ids, which repair mends
            notebook = nbformat.read(path, as_version=4)
    except OSError as error:
        raise BadSubmission(f"{path.name} cannot be read: {error.strerror}") from None
    except Exception:
        raise BadSubmission(f"{path.name} is not a notebook: {_no_json(path)}") from None
    if fault := _fault(notebook):
        raise BadSubmission(f"{path.name} is not a notebook: {fault}")
    return notebook


def _no_json(path: Path) -> str:
    with path.open("rb") as file:
        begins = file.read(3)
    if begins[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "it is saved as UTF-16; save it as UTF-8"
    if begins == codecs.BOM_UTF8:
        return "it begins with a byte order mark; save it as UTF-8 without one"
    return "its content is not nbformat's JSON"


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
        found = [_submitted(*place) for place in course.submitted(target)]
        if not found:
            raise CourseError(
                f"nobody has submitted {target}: there is no {course.place('submitted', target, 'STUDENT')}"
            )
        return found
    if not path.exists():
        names = course.names()
        raise CourseError(
            f"{target} is neither an assignment ({', '.join(names)}) nor a file or folder{meant(target, names)}"
        )
    resolved = _place_of(course, path)
    around = not course.root.is_relative_to(resolved)  # the course itself is a folder of notebooks like any other
    found = [
        _submitted(student, assignment, folder)
        for student, assignment, folder in course.submitted()
        if folder.is_dir() and (resolved.is_relative_to(folder) or (around and folder.is_relative_to(resolved)))
    ]
    if not found:
        files = [path] if path.is_file() else _notebooks(path)
        found = _loose(course, files, path)
    if not found:
        raise CourseError(f"there is no notebook in {target}")
    return found


def of_students(submissions: list[Submission], students: Collection[str]) -> list[Submission]:
    """Those of the students named, or all where none is.

    Raises:
        CourseError: when one of them has handed in nothing.
    """
    known = {each.student for each in submissions}
    for student in students:
        if student not in known:
            raise CourseError(f"nothing of {student}'s is among these submissions{meant(student, known)}")
    return [each for each in submissions if not students or each.student in students]


def _place_of(course: Course, path: Path) -> Path:
    """A target without links, within the course where its own folder of submissions is a link to elsewhere."""
    resolved, handed_in = path.resolve(), course.root / course.folders.submitted
    if handed_in.is_symlink() and resolved.is_relative_to(handed_in.resolve()):
        return handed_in / resolved.relative_to(handed_in.resolve())
    return resolved


def _submitted(student: str, assignment: str, folder: Path) -> Submission:
    return Submission(student, assignment, folder / f"{assignment}.ipynb", True)


def _notebooks(folder: Path) -> list[Path]:
    found = (Path(entry.path) for entry in entries(folder) if entry.name.endswith(".ipynb"))
    return sorted(path for path in found if not _left_over(path))


def _left_over(path: Path) -> bool:
    """Whether an editor has left it there, or macOS, which puts ``._NAME`` beside a file."""
    return ".ipynb_checkpoints" in path.parts or path.name.startswith("._")


def _loose(course: Course, files: list[Path], start: Path) -> list[Submission]:
    """Notebooks outside submitted/.

    Those of one assignment in one folder are several students', and what lies beside them is nobody's; nor is what
    lies beside a notebook that was put above the course.
    """
    names = {file: _guess(course, file) for file in files}
    folders: dict[Path, Counter[str]] = {}
    for file in files:
        if file.parent not in folders:
            beside = sorted(each for each in file.parent.glob("*.ipynb") if not _left_over(each))
            folders[file.parent] = Counter(names[each] if each in names else _guess(course, each) for each in beside)
    return [
        Submission(
            _student(file, start),
            names[file],
            file,
            False,
            folders[file.parent][names[file]] < 2 and not course.root.is_relative_to(file.parent.resolve()),
        )
        for file in files
    ]


def _files_beside(notebook: Path) -> dict[str, bytes]:
    folder, found = notebook.parent, dict[str, bytes]()
    size = 0
    for place, folders, names in os.walk(folder):
        inner = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        if inner != folder and any(name.endswith(".ipynb") for name in names):
            folders.clear()  # another submission
            continue
        for name in sorted(names):
            path = inner / name
            if name.startswith(".") or name.endswith((".ipynb", ".pyc")) or not stat.S_ISREG(path.lstat().st_mode):
                continue
            size += path.lstat().st_size
            if len(found) >= LIMITS.files or size > LIMITS.written:
                raise BadSubmission(
                    f"more files lie beside {notebook.name} than a submission may have: put it into a folder of its "
                    "own, with the files that belong to it"
                )
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


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


def checked(submission: Submission, assignment: Assignment) -> NotebookNode:
    """A submission's notebook, found fit to be graded; it is not repaired yet.

    Raises:
        BadSubmission: when it is not; the text says why.
        CourseError: when the assignment has no graders.
    """
    if submission.in_gradebook and (why := unfit(submission.path, submission.student)):
        raise BadSubmission(why)
    notebook = read_notebook(submission.path)
    if not assignment.graders.is_file():
        raise CourseError(f"{assignment.name} has no graders: {assignment.graders} is missing")
    try:
        repair(nbformat.from_dict(notebook), assignment.released(), assignment.name)
    except WrongNotebook as error:
        raise BadSubmission(str(error)) from None
    return notebook
