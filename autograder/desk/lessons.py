"""Lessons as their notebooks tell of them: what each is for, in which order they are read, and how far one has come."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

LEFT_OUT = ("solutions", "__pycache__")  # folders; hidden ones are left out too
SIGNS = "✓◐✗?○"  # with which the text of a panel begins, by its tone; the first is that of a check that looks right
_STUB = re.compile(r"^\s*raise NotImplementedError\b", re.MULTILINE)
_HINT = re.compile(r"<details>\s*<summary>(.*?)</summary>\s*(.*?)\s*</details>", re.DOTALL)


class NoLesson(Exception):
    """A file that is no lesson's notebook; the text is one sentence."""


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
    """What the header of a notebook says about it; ``needs`` names the lessons that come before."""

    name: str
    title: str
    goal: str
    minutes: str
    needs: tuple[str, ...]

    @property
    def part(self) -> Part:
        """Where it stands on a page; a course's own lessons, under whatever names, stand with the steps."""
        return next((part for part in PARTS if self.name.startswith(part.prefix)), STEPS)


@dataclass(frozen=True)
class Task:
    """A cell that a student writes: its grade_id, the names that it defines, its hints, and whether it is written."""

    grade_id: str
    names: tuple[str, ...]
    hints: tuple[str, ...]
    written: bool


@dataclass(frozen=True)
class Standing:
    """How far a student has come in a lesson, as the notebook was saved: its tasks, and its checks by their cells."""

    lesson: Lesson
    path: Path
    tasks: tuple[Task, ...] = ()
    checks: tuple[bool, ...] = field(default=())

    @property
    def done(self) -> bool:
        """Whether all tasks are written and all checks looked right when they ran last."""
        return all(task.written for task in self.tasks) and all(self.checks)

    @property
    def begun(self) -> bool:
        """Whether some task is written."""
        return any(task.written for task in self.tasks)


def read(path: Path) -> NotebookNode:
    """The notebook in a file.

    Raises:
        NoLesson: there is none.
    """
    import warnings

    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what older editors leave out does not matter here
            return nbformat.read(path, as_version=4)
    except OSError as error:
        raise NoLesson(f"{path} cannot be read: {error.strerror}") from None
    except Exception:
        raise NoLesson(f"{path} is not a notebook: save it in JupyterLab or VS Code, as .ipynb") from None


def lesson_of(name: str, cells: Sequence[NotebookNode], known: Collection[str]) -> Lesson:
    """What the first cell of a notebook says about it; where it says nothing, its name is all that is known.

    Args:
        known: the names of lessons that may come before it.
    """
    head = cells[0].source if cells and cells[0].cell_type == "markdown" else ""
    title = re.match(r"# (.+)", head)
    rows = dict(re.findall(r"^\|\s*\*\*(\w+)\*\*\s*\|\s*(.*?)\s*\|\s*$", head, re.MULTILINE))
    needs = tuple(need for need in re.findall(r"\w+", rows.get("Prerequisites", "")) if need in known)
    return Lesson(name, title[1] if title else name, rows.get("Goal", ""), rows.get("Minutes", ""), needs)


def in_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Part by part and by name, but none before those that it needs; needs in a circle are ignored."""
    left = sorted(lessons, key=lambda lesson: (PARTS.index(lesson.part), lesson.name))
    done: list[Lesson] = []
    while left:
        waiting = {lesson.name for lesson in left}
        done.append(next((lesson for lesson in left if waiting.isdisjoint(lesson.needs)), left[0]))
        left.remove(done[-1])
    return done


def tasks(notebook: NotebookNode) -> Iterator[Task]:
    """The tasks of a notebook in their order. A task's hints stand in the text between the task before and its cell."""
    texts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            texts.append(cell.source)
        elif _nbgrader(cell).get("solution"):
            names = tuple(re.findall(r"^(?:async )?(?:def|class) (\w+)", cell.source, re.MULTILINE))
            hints = tuple(text for part in texts for _, text in _HINT.findall(part))
            grade_id = str(_nbgrader(cell).get("grade_id", ""))
            yield Task(grade_id, names, hints, not _STUB.search(cell.source))
            texts = []


def panels(cell: NotebookNode) -> Iterator[str]:
    """The text of each panel among a cell's outputs."""
    for output in cell.get("outputs", []):
        text = "".join(output.get("data", {}).get("text/plain", ""))
        if "text/html" in output.get("data", {}) and text[:1] in SIGNS and text[1:2] == " ":
            yield text


def standings(folder: Path) -> list[Standing]:
    """All lessons below a folder, in the order of reading.

    Raises:
        NoLesson: there are none.
    """
    notebooks = {path: read(path) for path in found(folder)}
    graded = {path: notebook for path, notebook in notebooks.items() if any(map(_nbgrader, notebook.cells))}
    known = {path.stem for path in graded}
    standing = {
        lesson.name: Standing(lesson, path, tuple(tasks(notebook)), tuple(_looked_right(notebook)))
        for path, notebook in graded.items()
        for lesson in [lesson_of(path.stem, notebook.cells, known)]
    }
    if not standing:
        raise NoLesson(f"there are no lessons in {folder}: go to the folder that you were given, or name it")
    return [standing[lesson.name] for lesson in in_order(one.lesson for one in standing.values())]


def found(folder: Path) -> list[Path]:
    """The notebooks below a folder, without those of solutions and of hidden folders."""
    return sorted(
        path
        for path in folder.rglob("*.ipynb")
        if not any(part in LEFT_OUT or part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _looked_right(notebook: NotebookNode) -> Iterator[bool]:
    """For each graded cell with code, whether its panel said so when the notebook was saved."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and _nbgrader(cell).get("grade") and not _nbgrader(cell).get("solution"):
            shown = list(panels(cell))
            yield bool(shown) and all(text.startswith(SIGNS[0]) for text in shown)


def _nbgrader(cell: NotebookNode) -> dict[str, object]:
    data = cell.metadata.get("nbgrader")
    return data if isinstance(data, dict) else {}
