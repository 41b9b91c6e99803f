"""The mutants of a cell: every small mistake of the three modules of mistakes, one at a time."""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.authoring import (
    convention_mistakes,  # noqa: F401 - they fill the register, in this order
    pyro_mistakes,  # noqa: F401 - they fill the register, in this order
    python_mistakes,  # noqa: F401 - they fill the register, in this order
)
from autograder.authoring.mistakes import OPERATORS, Place, Replacement

Step = tuple[str, int | None]  # a field of a node, and an index where the field is a list


@dataclass(frozen=True)
class Mutant:
    """A cell with one mistake.

    ``before`` and ``after`` are the lines that differ, ``function`` is where they stand, ``line`` counts from 1 in the
    cell as it is written.
    """

    cell: str
    operator: str
    function: str
    line: int
    before: str
    after: str
    source: str

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What stays the same when lines above are added or removed."""
        return self.cell, self.operator, self.function, self.before, self.after


def mutants(cell: str, source: str) -> list[Mutant]:
    """All mutants of a cell, without those that do not compile, repeat another, or are the original.

    Raises:
        SyntaxError: the cell is not plain Python.
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen, found = {ast.dump(tree)}, []
    for path, node, place in _walk(tree):
        for name, kinds, operator in OPERATORS:
            if not isinstance(node, kinds):
                continue
            for replacement in operator(node, place):
                changed = _replaced(tree, path, replacement)
                if changed is None or ast.dump(changed) in seen:
                    continue
                seen.add(ast.dump(changed))
                text = ast.unparse(changed)
                before, after = _difference(original, text)
                line = getattr(node, "lineno", None) or place.parent.lineno  # type: ignore[attr-defined]
                found.append(Mutant(cell, name, place.qualified_name, line, before, after, text))
    return found


def _walk(tree: ast.Module) -> Iterator[tuple[list[Step], ast.AST, Place]]:
    def below(node: ast.AST, path: list[Step], parents: tuple[ast.AST, ...]) -> Iterator[Any]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST) and not _is_docstring(child):
                    here = [*path, (name, index)]
                    yield here, child, Place((*parents, node))
                    yield from below(child, here, (*parents, node))

    yield from below(tree, [], ())


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _replaced(tree: ast.Module, path: list[Step], replacement: Replacement) -> ast.Module | None:
    changed = copy.deepcopy(tree)
    node: Any = changed
    for name, index in path[:-1]:
        node = getattr(node, name) if index is None else getattr(node, name)[index]
    name, index = path[-1]
    if index is None:
        setattr(node, name, copy.deepcopy(replacement))
    else:
        new = replacement if isinstance(replacement, list) else [replacement]
        getattr(node, name)[index : index + 1] = copy.deepcopy(new)
    try:
        ast.fix_missing_locations(changed)
        compile(changed, "mutant", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        return ast.parse(ast.unparse(changed))  # as Python reads it: -1 and -(1) are one program
    except (SyntaxError, ValueError, TypeError):
        return None


def _difference(before: str, after: str) -> tuple[str, str]:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    removed, added = ([line[2:].strip() for line in lines if line.startswith(sign)] for sign in ("- ", "+ "))
    return "\n".join(removed), "\n".join(added)
