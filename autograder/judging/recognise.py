"""Recognises a submission's cells: which is which of the assignment's, by metadata, id, text or the names it defines.

A student's text is only searched here, never parsed: a parser can be brought down by what it parses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nbformat import NotebookNode

from autograder.notebooks import nbgrader_of

Named = list[tuple[str | None, NotebookNode]]  # cells in order, each with its grade_id, or None for a student's own

_NAME = r"[^\W\d]\w*"
_BINDS = re.compile(
    rf"(?:async\s+)?(?:def|class)\s+({_NAME})|((?:{_NAME}\s*[,=]\s*)*{_NAME})\s*(?::[^=()]+)?=(?!=)|with\s.*\sas\s+({_NAME})"
)
_IMPORTS = re.compile(r"(?:from\s+\S+\s+)?import\s+(.+)")
_BLOCK = re.compile(r"(?:if|elif|else|try|except|finally|with|for|while|async)\b")
_ANYTHING = re.compile(r"^\s*(?:from\s+\S+\s+import\s+\*|%(?:run|load)\b|exec\()", re.MULTILINE)


class Release:
    """The released notebook as what its cells are known by.

    ``cells`` are those with a grade_id, in order; ``names`` has, by grade_id, what a task's stub defines.
    """

    def __init__(self, released: NotebookNode) -> None:
        self.cells = {
            nbgrader_of(cell)["grade_id"]: cell for cell in released.cells if nbgrader_of(cell).get("grade_id")
        }
        self.order = list(self.cells)
        self.tasks = [grade_id for grade_id in self.order if nbgrader_of(self.cells[grade_id]).get("solution")]
        self.names = {
            task: defined(self.cells[task].source) for task in self.tasks if self.cells[task].cell_type == "code"
        }
        self._given = {_text(cell) for cell in released.cells}

    def locked(self, grade_id: str) -> bool:
        """Whether a cell is the instructor's. One that is graded and a solution is an answer that a person grades."""
        data = nbgrader_of(self.cells[grade_id])
        return data.get("locked") is True or (data.get("grade") is True and data.get("solution") is not True)

    def given(self, cell: NotebookNode) -> bool:
        """Whether a cell is as it was released."""
        return _text(cell) in self._given

    def answers(self, grade_id: str | None, cell: NotebookNode, task: str) -> bool:
        """Whether a student's cell, the one named so, may define what ``task`` asks for."""
        names = self.names.get(task, set())
        if cell.cell_type != "code" or not names or self.given(cell):
            return False
        if grade_id is None:
            return bool(names & defined(cell.source)) or _ANYTHING.search(cell.source) is not None
        # two cells merged into one; where two tasks define one name, the other's cell is only its own answer
        others = self.names.get(grade_id)
        return others is not None and not names & others and bool(names & defined(cell.source))


def recognised(submitted: NotebookNode, release: Release, notes: list[str]) -> tuple[Named, bool]:
    """Each cell that is kept with its grade_id, and whether anything but names says which assignment it is.

    Args:
        notes: gets a sentence for what was not as it should be.
    """
    named: Named = []
    for cell in submitted.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        named.append((grade_id if isinstance(grade_id, str) and grade_id in release.cells else None, cell))
    named = _without_copies(named, release, notes)
    before = _known(named)
    _know(named, release, lambda cell, grade_id: cell.get("id") == release.cells[grade_id].get("id"))
    _know(named, release, lambda cell, grade_id: release.locked(grade_id) and same(cell, release.cells[grade_id]))
    certain = bool(_known(named))
    _know(named, release, lambda cell, grade_id: _plainly(cell, release, grade_id), one_to_one=True)
    _changed_beyond_recognition(named, release, notes)
    if found := [grade_id for grade_id in release.order if grade_id in _known(named) - before]:
        which = ", ".join(f"'{grade_id}'" for grade_id in found)
        cells, had = ("The cell", "its") if len(found) == 1 else ("The cells", "their")
        notes.append(f"{cells} {which} had lost {had} nbgrader metadata, which was put back.")
    return named, certain


def defined(source: str) -> set[str]:
    """The names that a cell defines, as far as its lines show: not within functions and classes."""
    if re.match(r"\s*%%(?!time\b|capture\b|prun\b)", source):  # its text is no cell's code
        return set()
    names: set[str] = set()
    inside = False  # a statement whose lines run in the cell's own namespace
    for line in source.splitlines():
        if not line.strip():
            continue
        if not line[0].isspace():
            inside = _BLOCK.match(line) is not None
        elif not inside:
            continue
        names |= set(_bound(line.strip()))
    return names


def _bound(line: str) -> Iterator[str]:
    if found := _BINDS.match(line):
        yield from re.findall(_NAME, next(filter(None, found.groups())))
    elif found := _IMPORTS.match(line):
        for part in found[1].strip("() ").split(","):
            if words := part.split():
                yield words[-1].split(".")[0]


def _text(cell: NotebookNode) -> str:
    return "\n".join(line.rstrip() for line in cell.source.strip().splitlines())


def same(cell: NotebookNode, original: NotebookNode) -> bool:
    """Whether two cells are alike but for blanks at the ends of lines, outputs and metadata."""
    return cell.cell_type == original.cell_type and _text(cell) == _text(original)


def _known(named: Named) -> set[str]:
    return {grade_id for grade_id, _ in named if grade_id is not None}


def _without_copies(named: Named, release: Release, notes: list[str]) -> Named:
    """Copies of locked cells go, and so do stubs beside an answer; other copies stay, since the student ran them."""
    found: dict[str, list[NotebookNode]] = {}
    for grade_id, cell in named:
        if grade_id is not None:
            found.setdefault(grade_id, []).append(cell)
    kept: Named = []
    for grade_id, cell in named:
        copies = found.get(grade_id or "", [])
        if grade_id is None or len(copies) == 1:
            kept.append((grade_id, cell))
            continue
        first = copies[0]
        if not release.locked(grade_id):
            written = [copy for copy in copies if not same(copy, release.cells[grade_id])]
            first = written[0] if written else first
            if cell is not first and cell in written:
                kept.append((None, cell))
        if cell is first:
            notes.extend([f"The cell '{grade_id}' was there more than once."] * (len(copies) - 1))
            kept.append((grade_id, cell))
    return kept


def _know(
    named: Named, release: Release, alike: Callable[[NotebookNode, str], bool], *, one_to_one: bool = False
) -> None:
    """Name the cells without a name that are like a cell that is missing.

    Args:
        one_to_one: only where a cell is like one missing cell alone, and no other cell is.
    """
    missing = [grade_id for grade_id in release.order if grade_id not in _known(named)]
    free = [at for at, (grade_id, cell) in enumerate(named) if grade_id is None and not _foreign(cell)]
    pairs = [(at, grade_id) for grade_id in missing for at in free if alike(named[at][1], grade_id)]
    for at, grade_id in pairs:
        rivals = [pair for pair in pairs if (pair[0] == at) != (pair[1] == grade_id)]
        if named[at][0] is None and grade_id not in _known(named) and not (one_to_one and rivals):
            named[at] = grade_id, named[at][1]


def _foreign(cell: NotebookNode) -> bool:
    """Whether a cell says itself that it is one of another notebook."""
    grade_id = nbgrader_of(cell).get("grade_id")
    return isinstance(grade_id, str) and bool(grade_id)


def _plainly(cell: NotebookNode, release: Release, task: str) -> bool:
    names = release.names.get(task)
    if not names or cell.cell_type != "code" or release.given(cell):
        return False
    return names <= defined(cell.source)


def _changed_beyond_recognition(named: Named, release: Release, notes: list[str]) -> None:
    """A locked cell into which the answer of a missing task was merged is a cell of the student's own."""
    missing = set(release.tasks) - _known(named)
    for at, (grade_id, cell) in enumerate(named):
        if grade_id is None or not release.locked(grade_id) or same(cell, release.cells[grade_id]):
            continue
        tasks = [task for task in missing if release.answers(None, cell, task)]
        if tasks:
            named[at] = None, cell
            notes.append(f"The locked cell '{grade_id}' had an answer in it, which stays as a cell of its own.")
