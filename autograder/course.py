"""A course on disk: its assignments, each with master, release, graders, reference and alternative answers."""

from __future__ import annotations

import ast
import contextlib
import difflib
import glob
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat import NotebookNode

from autograder.notebooks import (
    GradedCell,
    cells_by_hand,
    code_digest,
    give_ids,
    graded_cells,
    nbgrader_of,
    regular_files,
)

PACKAGE = Path(__file__).resolve().parent
_NOUGHT = re.compile(r"(?<!\d)0+(?=\d)")
_MARKER = re.compile("(?:BEGIN|END) SOLUTION")  # nbgrader's, around what is no part of a release


class CourseError(Exception):
    """Something in the course's folders is not as it must be; the text says what, where, and the way out."""


@dataclass(frozen=True)
class Needs:
    """What a notebook's process is to be like.

    Attributes:
        forbidden: top-level modules that it can neither import nor, where confined, read.
        trains: whether it will take an optimiser's steps; others may too, a second later.
        real_data: whether it will take data from scikit-learn; others may too, a second later.
    """

    forbidden: tuple[str, ...] = ()
    trains: bool = False
    real_data: bool = False

    @staticmethod
    def of(code: str, forbidden: tuple[str, ...] = ()) -> Needs:
        """What a process needs that runs this code, as far as its text tells."""
        return Needs(forbidden, trains(code), has_real_data(code))


@dataclass(frozen=True)
class Answer:
    """A whole answer to an assignment: the master with some solution cells replaced.

    ``kind`` is "reference", "right", "wrong", or "mutant" for the reference with one small mistake. A wrong answer has
    ``wrong`` (what is wrong, for instructors), ``caught_by`` (grade ids of exactly the cells that lose points) and
    ``hint`` (for the student), and may have ``unnoticed`` (why no visible check notices it).
    """

    name: str
    kind: str
    notebook: NotebookNode
    title: str = ""
    wrong: str = ""
    caught_by: tuple[str, ...] = ()
    hint: str = ""
    unnoticed: str = ""
    replaced: tuple[str, ...] = field(default=())

    @cached_property
    def digest(self) -> str:
        """Names the answer's code: equal code, equal digest."""
        return code_digest(self.notebook)


class Assignment:
    """One assignment. Texts are read when first asked for.

    Raises:
        CourseError: where a file that must be there is missing or cannot be read.
    """

    def __init__(self, course: Course, name: str) -> None:
        self.course, self.name = course, name

    @property
    def script(self) -> Path:
        """The master as text."""
        return self.course.root / "solutions" / self.name / f"{self.name}.py"

    @property
    def source(self) -> Path:
        """nbgrader's master notebook."""
        return self.course.root / "source" / self.name / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """The student's notebook."""
        return self.course.place("release", self.name) / f"{self.name}.ipynb"

    @property
    def graders(self) -> Path:
        """The hidden graders."""
        return self.course.graders / f"test_{self.name}.py"

    @property
    def props(self) -> Path:
        """The folder of the graders' own models."""
        return self.course.graders / "props"

    @cached_property
    def forbidden(self) -> tuple[str, ...]:
        """Top-level modules that this assignment's answers may not use, from the manifest beside its master."""
        path = self.script.parent / "manifest.toml"
        if not path.is_file():
            return ()
        try:
            manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CourseError(f"{path} is not TOML: {error}") from None
        names = manifest.get("forbidden")
        good = isinstance(names, list) and all(isinstance(name, str) and name.isidentifier() for name in names)
        if not isinstance(names, list) or set(manifest) != {"forbidden"} or not good:
            raise CourseError(f'{path} must say only which modules are forbidden, as in `forbidden = ["pyro"]`')
        return tuple(names)

    @cached_property
    def master(self) -> NotebookNode:
        """The master notebook, made from its text."""
        if not self.script.is_file():
            raise CourseError(f"{self.name} has no master: {self.script} is missing")
        notebook = read_script(self.script)
        give_ids(notebook)
        return notebook

    @cached_property
    def reference(self) -> Answer:
        """The master as an answer."""
        return Answer("reference", "reference", self._handed_in, title="the reference solution")

    @cached_property
    def _handed_in(self) -> NotebookNode:
        """The master as somebody would hand it in: without the mark schemes, which nbgrader takes out of task cells."""
        notebook = nbformat.from_dict(self.master)
        for cell in notebook.cells:
            if nbgrader_of(cell).get("task"):
                cell.source = _without_mark_scheme(cell.source)
        return notebook

    @cached_property
    def right(self) -> list[Answer]:
        """Other correct answers."""
        return list(self._answers("right"))

    @cached_property
    def wrong(self) -> list[Answer]:
        """Known wrong answers."""
        return list(self._answers("wrong"))

    @cached_property
    def graded(self) -> list[GradedCell]:
        """The graded cells of the master."""
        return graded_cells(self.master)

    @cached_property
    def by_hand(self) -> list[GradedCell]:
        """The cells of the master whose points a person gives."""
        return cells_by_hand(self.master)

    @cached_property
    def for_graders(self) -> dict[str, str]:
        """What a person who grades gets to read, by grade_id: a model answer, or a task cell with its mark scheme."""
        sources = {cell.grade_id: self.master.cells[cell.index].source for cell in self.by_hand}
        return {grade_id: _without_markers(source).strip() for grade_id, source in sources.items()}

    def released(self) -> NotebookNode:
        """The student's notebook as released, a copy of its own for each caller."""
        return deepcopy(self._released)

    @cached_property
    def _released(self) -> NotebookNode:
        if not self.release.is_file():
            raise CourseError(f"{self.name} has no release notebook yet: run `autograder build {self.name}`")
        return nbformat.read(self.release, as_version=4)

    def filled(self, answer: Answer) -> NotebookNode:
        """The released notebook with an answer's cells in its tasks, as a student would write them."""
        notebook = self.released()
        sources = {nbgrader_of(cell).get("grade_id"): cell.source for cell in answer.notebook.cells}
        for cell in notebook.cells:
            if nbgrader_of(cell).get("solution"):
                cell.source = _without_markers(sources[nbgrader_of(cell)["grade_id"]])
        return notebook

    def _answers(self, kind: str) -> Iterator[Answer]:
        for path in sorted((self.script.parent / kind).glob("*.py")):
            yield self._answer(path, kind)

    def _answer(self, path: Path, kind: str) -> Answer:
        cells = read_script(path, magics=False).cells
        if not cells or cells[0].cell_type != "raw":
            raise CourseError(f"{path} has no header: it begins with `# ---`, `# title: …`, `# ---`")
        try:
            header = yaml.safe_load(cells[0].source.strip().strip("-"))
        except yaml.YAMLError as error:
            raise CourseError(f"the header of {path} is not YAML: {str(error).splitlines()[0]}") from None
        needed = {"title"} | ({"wrong", "caught_by", "hint"} if kind == "wrong" else set())
        allowed = needed | ({"unnoticed"} if kind == "wrong" else set())
        if not isinstance(header, dict) or not needed <= set(header) <= allowed:
            may = ", and may have the key unnoticed" if kind == "wrong" else ""
            raise CourseError(f"the header of {path} must have exactly the keys {', '.join(sorted(needed))}{may}")
        named = header.get("caught_by", ["-"])
        if not isinstance(named, list) or not named or not all(isinstance(name, str) for name in named):
            raise CourseError(f"caught_by in {path} must list the graded cells that lose points, at least one")
        sources = {cell.metadata.get("grade_id"): cell.source for cell in cells[1:] if cell.cell_type == "code"}
        if not sources:
            raise CourseError(f"{path} replaces no cell of {self.name}")
        notebook = self._with_cells(sources, path)
        caught_by = tuple(header.get("caught_by", ()))
        unknown = set(caught_by) - {cell.grade_id for cell in self.graded}
        if unknown:
            raise CourseError(f"{path} names graded cells that {self.name} does not have: {', '.join(sorted(unknown))}")
        texts = {key: " ".join(str(header.get(key, "")).split()) for key in ("title", "wrong", "hint", "unnoticed")}
        return Answer(path.stem, kind, notebook, caught_by=caught_by, replaced=tuple(sources), **texts)

    def _with_cells(self, sources: dict[str | None, str], path: Path) -> NotebookNode:
        notebook = nbformat.from_dict(self._handed_in)
        tasks = {
            nbgrader_of(cell).get("grade_id"): cell for cell in notebook.cells if nbgrader_of(cell).get("solution")
        }
        for grade_id, source in sources.items():
            if grade_id not in tasks:
                raise CourseError(f'{path} has a cell without `# %% grade_id="…"` of a task of {self.name}: {grade_id}')
            tasks[grade_id].source = source
        return notebook

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files beside the master notebook, such as its data: they are in every working folder, by these names."""
        return regular_files(self.source.parent)

    @cached_property
    def trains(self) -> bool:
        """Whether its cells or its graders take an optimiser's steps, as far as their texts tell."""
        return trains(self._code)

    @property
    def needs(self) -> Needs:
        """What the process of one of its notebooks is to be like."""
        return Needs.of(self._code, self.forbidden)

    @cached_property
    def _code(self) -> str:
        """Its cells and its graders, in one text."""
        files = [file for file in (self.script, self.graders, *self.named_props) if file.is_file()]
        return "\n".join(file.read_text(errors="replace") for file in files)

    @cached_property
    def named_props(self) -> list[Path]:
        """The files of props that the graders name."""
        files, names = sorted(self.props.glob("*.py")), _named_props(self.graders)
        return files if names is None else [file for file in files if file.stem in names]


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not _MARKER.search(line))


def _without_mark_scheme(source: str) -> str:
    kept, within = [], False
    for line in source.split("\n"):
        within = within or "BEGIN MARK SCHEME" in line
        if not within:
            kept.append(line)
        within = within and "END MARK SCHEME" not in line
    return "\n".join(kept)


def _named_props(graders: Path) -> set[str] | None:
    """The first arguments of ``Prop(…)`` in a file of graders; None where its text does not tell them."""
    try:
        tree = ast.parse(graders.read_text(encoding="utf-8")) if graders.is_file() else ast.Module([], [])
    except (SyntaxError, ValueError):
        return None
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Prop":
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    names.add(name)
                case _:
                    return None
    return names


def meant(word: str, known: Iterable[str]) -> str:
    """The words that ask whether something known was meant by what is not, or none where nothing is like it."""
    plain = {_NOUGHT.sub("", name): name for name in sorted(known)}  # step_3 is step_03, and not step_13
    alike = difflib.get_close_matches(_NOUGHT.sub("", word), plain, n=1)
    return f"; did you mean {plain[alike[0]]}?" if alike else ""


def trains(text: str) -> bool:
    """Whether code mentions an optimiser, SVI, or the probe that trains."""
    return re.search(r"\boptim\b|\bSVI\b|\b(student|both|probes)\.fit\(", text) is not None


def has_real_data(text: str) -> bool:
    """Whether code mentions scikit-learn, whose data sets come with it."""
    return re.search(r"\bsklearn\b", text) is not None


def read_script(path: Path, *, magics: bool = True) -> NotebookNode:
    """A py:percent file as a notebook.

    Args:
        magics: whether a comment such as ``# %matplotlib inline``, or ``# why?``, is a magic of IPython's.
    """
    form = {"extension": ".py", "format_name": "percent"} | ({} if magics else {"comment_magics": False})
    try:
        return jupytext.read(path, fmt=form)
    except Exception as error:
        raise CourseError(f"{path} cannot be read as py:percent: {error}") from None


@dataclass(frozen=True)
class Folders:
    """Where nbgrader keeps a course's steps, by the names of its CourseDirectory; its source/ is always source/.

    ``groupshared`` says that several instructors of one group of the system work in the course.
    """

    structure: str = "{nbgrader_step}/{student_id}/{assignment_id}"
    release: str = "release"
    submitted: str = "submitted"
    autograded: str = "autograded"
    feedback: str = "feedback"
    groupshared: bool = False


class Course:
    """The course in ``root``: the folder with nbgrader_config.py, source/, release/ and solutions/.

    The hidden graders are in ``root/autograder/graders`` where that exists, else in the installed package.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        own = self.root / "autograder" / "graders"
        self.graders = own if own.is_dir() else PACKAGE / "graders"
        self.folders = Folders()

    @staticmethod
    def find(start: Path) -> Course:
        """The course that ``start`` lies in: the nearest folder upwards with an nbgrader_config.py."""
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "nbgrader_config.py").is_file():
                return Course(folder)
        raise CourseError(
            f"{start.resolve()} is not in a course: no nbgrader_config.py here or in a folder above; go to the course "
            "with `cd`, or say where it is with `autograder --course FOLDER`"
        )

    def masters(self) -> list[str]:
        """The names of all assignments that have a master, as text or only as a notebook written in JupyterLab."""
        notebooks = {path.stem for path in self.root.glob("source/*/*.ipynb") if path.stem == path.parent.name}
        return sorted(notebooks | set(self.names()))

    def names(self) -> list[str]:
        """The names of all assignments whose master has a text; `autograder build` gives every master one."""
        return sorted(path.parent.name for path in self.root.glob("solutions/*/*.py") if path.stem == path.parent.name)

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name."""
        if name not in self.names():
            known = self.names()
            there = ", ".join(known) or "none"
            raise CourseError(f"there is no assignment {name!r} in {self.root}; there are: {there}{meant(name, known)}")
        return Assignment(self, name)

    def place(self, step: str, assignment: str, student: str = ".") -> Path:
        """The folder of an assignment at a step of nbgrader's way: "release", "submitted", "autograded", "feedback"."""
        names = {"student_id": student, "assignment_id": assignment}
        return self.root / self.folders.structure.format(nbgrader_step=getattr(self.folders, step), **names)

    def submitted(self, assignment: str = "*", student: str = "*") -> list[tuple[str, str, Path]]:
        """Student, assignment and folder of what has been handed in, sorted by folder."""
        pattern = re.escape(str(self.place("submitted", "\1", "\2")))
        for sign, name in (("\1", "assignment"), ("\2", "student")):
            pattern = pattern.replace(sign, f"(?P<{name}>[^/]+)", 1).replace(sign, f"(?P={name})")
        names = [name if name == "*" else glob.escape(name) for name in (assignment, student)]
        matches = [re.fullmatch(pattern, path) for path in sorted(glob.glob(str(self.place("submitted", *names))))]
        return [(match["student"], match["assignment"], Path(match[0])) for match in matches if match]

    @property
    def private(self) -> Path:
        """The folder for the key and the records, outside git."""
        folder = self.root / ".autograder"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.open_to_group(folder)
        return folder

    def open_to_group(self, path: Path) -> None:
        """Let all instructors of a groupshared course work with a file or folder that the kit has made."""
        if self.folders.groupshared:
            mode = path.stat().st_mode
            wanted = mode | (0o2770 if stat.S_ISDIR(mode) else 0o660)
            if wanted != mode:
                with contextlib.suppress(PermissionError):  # another instructor's, who may open it
                    path.chmod(wanted)

    def write_private(self, path: Path, text: str) -> None:
        """Write a file in a folder of its kind in the private folder, for all instructors of a groupshared course."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
        for each in (path.parent, path):
            self.open_to_group(each)

    def make_key(self) -> None:
        """Make the course key, unless there is one. Of several processes that make it at once, one's key is all's."""
        path = self.private / "key"
        if not path.exists():
            fresh = path.with_name(f"key.{secrets.token_hex(8)}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)  # whole or not at all, and never over another
            fresh.unlink()
        self.open_to_group(path)

    @property
    def key(self) -> bytes:
        """The course key, which chooses each submission's variants."""
        path = self.private / "key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise CourseError(f"the course in {self.root} has no key yet: run `autograder build`") from None
        except PermissionError:
            raise CourseError(
                f"{path} cannot be read: it is another user's. Where several instructors grade one course, set "
                "CourseDirectory.groupshared to True, and let its owner run `autograder build` once more"
            ) from None
