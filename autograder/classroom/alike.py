"""Which submissions give the same answers, up to comments, docstrings and layout: a question for a person, no verdict.

A short task has few natural answers, and friends may work together where a course allows it. So nothing of this is ever
in a grade or in feedback.
"""

from __future__ import annotations

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment, Course
from autograder.notebooks import nbgrader_of

LARGEST = 5_000_000  # bytes of a notebook that is read for this
LONGEST = 50_000  # characters of an answer; of a longer one the text is compared
_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER}
_BEFORE = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_DOCSTRING = [tokenize.STRING, tokenize.NEWLINE]  # after one of those: a string that is a statement by itself
ENOUGH = 2  # tasks that have to be answered: one answer alone says nothing


def groups(course: Course, assignment: Assignment, students: Iterable[str]) -> list[list[str]]:
    """Students whose answers to all tasks are the same, in groups of two or more, the largest first.

    What is compared is what each of them wrote in the cells of tasks, as the autograded notebook has it. A task that is
    still its stub is no answer, and who has answered fewer than two (or all, where there are fewer) is in no group.
    """
    stubs = _answers(assignment.released())
    found: defaultdict[tuple[tuple[str, tuple[str, ...]], ...], list[str]] = defaultdict(list)
    for student in sorted(students):
        path = course.place("autograded", assignment.name, student) / f"{assignment.name}.ipynb"
        answers = {name: code for name, code in _answers(_read(path)).items() if name in stubs and code != stubs[name]}
        if answers and len(answers) >= min(ENOUGH, len(stubs)):
            found[tuple(sorted(answers.items()))].append(student)
    return sorted((group for group in found.values() if len(group) > 1), key=lambda group: (-len(group), group))


def _read(path: Path) -> NotebookNode:
    """An autograded notebook, empty where there is none that can be read."""
    try:
        if path.stat().st_size <= LARGEST:
            return nbformat.read(path, as_version=4)
    except Exception:  # anybody may have changed the file since: whatever is wrong with it, it is not compared
        pass
    return nbformat.v4.new_notebook()


def _answers(notebook: NotebookNode) -> dict[str, tuple[str, ...]]:
    """What the cells of tasks hold, in its plain form, by grade_id."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and nbgrader_of(cell).get("solution") is True]
    return {str(nbgrader_of(cell).get("grade_id")): plain(cell.source) for cell in cells}


def plain(source: str) -> tuple[str, ...]:
    """Code as its tokens, without comments, docstrings and layout; what has none stands for itself, without blanks.

    It is not parsed: a parser can be brought down by what it parses.
    """
    if len(source) > LONGEST:
        return tuple(source.split())
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source + "\n").readline))
    except (tokenize.TokenError, SyntaxError):
        return tuple(source.split())
    kept: list[tokenize.TokenInfo] = []
    for token in tokens:
        if token.type in _LAYOUT:
            continue
        kept.append(token)
        if [one.type for one in kept[-2:]] == _DOCSTRING and (len(kept) == 2 or kept[-3].type in _BEFORE):
            del kept[-2:]
    return tuple(tokenize.tok_name[token.type] if token.type in _BEFORE else token.string for token in kept)
