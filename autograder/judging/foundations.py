"""Which graded cells look at one task, and which tasks stand on which: one that uses another fails where that fails."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.judging.recognise import defined
from autograder.notebooks import nbgrader_of


@dataclass
class Part:
    """A task, or several in a row, and the graded cells below that look at it.

    ``tasks`` are the solution cells and ``cells`` the graded ones, in order; ``stands_on`` are the places of the parts
    above that it uses, directly or not.
    """

    tasks: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    stands_on: set[int] = field(default_factory=set)


def parts(master: NotebookNode) -> list[Part]:
    """The parts of an assignment, in order.

    What a part uses is read off the reference's code and off its graded cells. Code that is not plain Python counts as
    code that uses all that is above it.
    """
    found = [Part()]
    places: dict[str, int] = {}  # the part that defines a name
    for cell in master.cells:
        data = nbgrader_of(cell)
        if cell.cell_type != "code" or not (data.get("grade") or data.get("solution")):
            continue
        if data.get("solution") and found[-1].cells:
            found.append(Part())
        here = len(found) - 1
        for place in _used(cell.source, places) - {here}:
            found[here].stands_on |= {place} | found[place].stands_on
        if data.get("solution"):
            places |= dict.fromkeys(defined(cell.source), here)
            found[here].tasks.append(str(data["grade_id"]))
        if data.get("grade"):
            found[here].cells.append(str(data["grade_id"]))
    return found


def _used(source: str, places: dict[str, int]) -> set[int]:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return set(places.values())
    return {places[node.id] for node in nodes if isinstance(node, ast.Name) and node.id in places}
