"""What the mutation operators stand on: their register, where a node stands, and how to change one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Replacement = ast.AST | list[ast.stmt]
_LIBRARIES = ("dist", "distributions", "tdist")  # names under which distributions are imported
FAMILY = {
    "Normal": "Laplace",
    "Laplace": "Normal",
    "Cauchy": "Normal",
    "LogNormal": "Gamma",
    "Gamma": "LogNormal",
    "InverseGamma": "Gamma",
    "Beta": "Uniform",
    "Uniform": "Normal",
    "Exponential": "HalfNormal",
    "HalfNormal": "HalfCauchy",
    "HalfCauchy": "HalfNormal",
    "Poisson": "Geometric",
    "Geometric": "Poisson",
    "Bernoulli": "Geometric",
    "Categorical": "OneHotCategorical",
    "Weibull": "Gamma",
}


@dataclass(frozen=True)
class Place:
    """Where a node stands: the nodes around it, outermost first."""

    parents: tuple[ast.AST, ...]

    @property
    def parent(self) -> ast.AST:
        return self.parents[-1]

    def inside(self, *kinds: type[ast.AST]) -> bool:
        """Whether a node of these kinds is around."""
        return any(isinstance(parent, kinds) for parent in self.parents)

    @property
    def function(self) -> ast.FunctionDef | None:
        """The innermost function around."""
        found = [parent for parent in self.parents if isinstance(parent, ast.FunctionDef)]
        return found[-1] if found else None

    @property
    def qualified_name(self) -> str:
        """The names of the classes and functions around, with dots between."""
        return ".".join(p.name for p in self.parents if isinstance(p, ast.FunctionDef | ast.ClassDef))


Operator = Callable[[Any, Place], Iterator[Replacement]]
OPERATORS: list[tuple[str, type[ast.AST] | tuple[type[ast.AST], ...], Operator]] = []
EXAMPLES: dict[str, list[tuple[str, str]]] = {}


def operator(
    name: str, *kinds: type[ast.AST], examples: Sequence[tuple[str, str]] = ()
) -> Callable[[Operator], Operator]:
    """Registers a mutation operator under ``name`` for nodes of these kinds: it gives a node's replacements.

    Args:
        examples: code before, and the lines that differ after, with "; " between.
    """

    def register(function: Operator) -> Operator:
        OPERATORS.append((name, kinds, function))
        EXAMPLES.setdefault(name, []).extend(examples)
        return function

    return register


def name_of(node: ast.AST) -> str:
    """The last name of a callee: ``Normal`` for ``dist.Normal``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def name_called(node: ast.AST) -> str:
    """The last name of what a call calls; "" for anything else."""
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def renamed(node: ast.expr, name: str) -> ast.expr:
    """A callee with another last name: ``dist.Laplace`` for ``dist.Normal``."""
    if isinstance(node, ast.Attribute):
        return ast.Attribute(node.value, name, node.ctx)
    return ast.Name(name, ast.Load())


def with_func(call: ast.Call, func: ast.expr) -> ast.Call:
    """The call with another callee."""
    return ast.Call(func, call.args, call.keywords)


def with_arg(call: ast.Call, index: int, value: ast.expr) -> ast.Call:
    """The call with another positional argument at ``index``."""
    return ast.Call(call.func, [*call.args[:index], value, *call.args[index + 1 :]], call.keywords)


def names_of(function: ast.FunctionDef) -> list[str]:
    """The parameters of a function and the names that it assigns, in order."""
    given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return list(dict.fromkeys([*(argument.arg for argument in given), *stored]))


def is_distribution(node: ast.AST) -> bool:
    """Whether this makes a distribution object: ``dist.Anything(...)``, or a family known by its own name."""
    name = name_called(node)
    if not isinstance(node, ast.Call) or not name[:1].isupper():
        return False
    return name in FAMILY or (isinstance(node.func, ast.Attribute) and name_of(node.func.value) in _LIBRARIES)
