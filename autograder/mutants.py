"""Mutation operators: the small mistakes that a program in Pyro, or in Python, can have. One mutant has one of them."""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Replacement = ast.AST | list[ast.stmt]
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
_OPERATORS: list[tuple[str, type[ast.AST] | tuple[type[ast.AST], ...], Operator]] = []


def _operator(name: str, *kinds: type[ast.AST]) -> Callable[[Operator], Operator]:
    def register(function: Operator) -> Operator:
        _OPERATORS.append((name, kinds, function))
        return function

    return register


def mutants(cell: str, source: str) -> list[Mutant]:
    """All mutants of a cell, without those that do not compile, repeat another, or are the original.

    Raises:
        SyntaxError: the cell is not plain Python.
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen, found = {ast.dump(tree)}, []
    for path, node, place in _walk(tree):
        for name, kinds, operator in _OPERATORS:
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


# --- small helpers -----------------------------------------------------------------------------------------------

_SITES = ("sample", "param", "plate", "deterministic", "factor", "module")


def _name(node: ast.AST) -> str:
    """The last name of a callee: ``Normal`` for ``dist.Normal``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _renamed(node: ast.expr, name: str) -> ast.expr:
    if isinstance(node, ast.Attribute):
        return ast.Attribute(node.value, name, node.ctx)
    return ast.Name(name, ast.Load())


def _with_func(call: ast.Call, func: ast.expr) -> ast.Call:
    return ast.Call(func, call.args, call.keywords)


def _with_arg(call: ast.Call, index: int, value: ast.expr) -> ast.Call:
    return ast.Call(call.func, [*call.args[:index], value, *call.args[index + 1 :]], call.keywords)


def _with_keyword(call: ast.Call, keyword: ast.keyword, value: ast.expr | None) -> ast.Call:
    others = [
        other if other is not keyword else ast.keyword(keyword.arg, value)
        for other in call.keywords
        if other is not keyword or value is not None
    ]
    return ast.Call(call.func, call.args, others)


def _without(name: str) -> Operator:
    """Leaves the keyword argument ``name`` out."""

    def operator(node: ast.Call, place: Place) -> Iterator[Replacement]:
        yield from (_with_keyword(node, keyword, None) for keyword in node.keywords if keyword.arg == name)

    return operator


def _method(value: ast.expr, name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(args), [])


def _plus(value: ast.expr, number: int) -> ast.expr:
    return ast.BinOp(value, ast.Add() if number > 0 else ast.Sub(), ast.Constant(abs(number)))


def _names_of(function: ast.FunctionDef) -> list[str]:
    """The parameters of a function and the names that it assigns, in order."""
    given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return list(dict.fromkeys([*(argument.arg for argument in given), *stored]))


def _own(value: ast.expr, place: Place) -> bool:
    """Whether a value comes from the function itself: from a name of its own, or from a call."""
    if isinstance(value, ast.Name):
        return place.function is not None and value.id in _names_of(place.function)
    return isinstance(value, ast.Call | ast.BinOp | ast.Attribute | ast.Subscript)


def _is_distribution(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not _name(node.func)[:1].isupper():
        return False
    return (isinstance(node.func, ast.Attribute) and _name(node.func.value) in _LIBRARIES) or _name(
        node.func
    ) in _FAMILY


def _makes_plate(node: ast.AST, place: Place) -> bool:
    """Whether this is a plate, or a name that its function gave to one."""
    if _called(node) == "plate":
        return True
    around = place.function or place.parents[0]
    return isinstance(node, ast.Name) and any(
        isinstance(other, ast.Assign)
        and _called(other.value) == "plate"
        and node.id in {_name(target) for target in other.targets}
        for other in ast.walk(around)
    )


# --- Pyro: plates, sites, distributions --------------------------------------------------------------------------

_LIBRARIES = ("dist", "distributions", "tdist")
_FAMILY = {
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
_LOC_SCALE = ("Normal", "Laplace", "Cauchy", "LogNormal", "HalfNormal", "HalfCauchy", "StudentT")


@_operator("plate dropped", ast.With)
def _plate_dropped(node: ast.With, place: Place) -> Iterator[Replacement]:
    yield from _contexts_dropped(node, lambda item: _makes_plate(item, place))


@_operator("context dropped", ast.With)
def _context_dropped(node: ast.With, place: Place) -> Iterator[Replacement]:
    yield from _contexts_dropped(node, lambda item: not _makes_plate(item, place))


def _contexts_dropped(node: ast.With, which: Callable[[ast.expr], bool]) -> Iterator[Replacement]:
    for item in node.items:
        if which(item.context_expr):
            others = [other for other in node.items if other is not item]
            yield ast.With(others, node.body) if others else node.body


@_operator("plate dropped", ast.For, ast.comprehension)
def _plate_loop(node: ast.For | ast.comprehension, place: Place) -> Iterator[Replacement]:
    if _called(node.iter) == "plate" and len(node.iter.args) > 1:  # type: ignore[attr-defined]
        changed = copy.copy(node)
        changed.iter = ast.Call(ast.Name("range", ast.Load()), [node.iter.args[1]], [])  # type: ignore[attr-defined]
        yield changed


_operator("obs dropped", ast.Call)(_without("obs"))
_operator("constraint dropped", ast.Call)(_without("constraint"))
_operator("dim dropped", ast.Call)(_without("dim"))


@_operator("loc and scale swapped", ast.Call)
def _swapped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _is_distribution(node):
        if len(node.args) >= 2:
            yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
        elif len(node.keywords) >= 2 and not node.args:
            first, second = node.keywords[:2]
            exchanged = [ast.keyword(first.arg, second.value), ast.keyword(second.arg, first.value)]
            yield ast.Call(node.func, [], [*exchanged, *node.keywords[2:]])


@_operator("scale squared", ast.Call)
def _scale_squared(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _is_distribution(node) and _called(node) in _LOC_SCALE:

        def squared(value: ast.expr) -> ast.expr:
            return ast.BinOp(value, ast.Pow(), ast.Constant(2))

        if node.args and len(node.args) == (1 if _called(node).startswith("Half") else 2):
            yield _with_arg(node, len(node.args) - 1, squared(node.args[-1]))
        yield from (_with_keyword(node, k, squared(k.value)) for k in node.keywords if k.arg == "scale")


@_operator("family changed", ast.Call)
def _family(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _is_distribution(node) and _called(node) in _FAMILY:
        yield _with_func(node, _renamed(node.func, _FAMILY[_called(node)]))


@_operator("to_event changed", ast.Call)
def _to_event(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) == "to_event" and isinstance(node.func, ast.Attribute):
        yield node.func.value
        number = node.args[0] if node.args else None
        if isinstance(number, ast.Constant) and isinstance(number.value, int):
            yield from (_with_arg(node, 0, ast.Constant(number.value + by)) for by in (1, -1))
    elif _called(node) == "sample" and len(node.args) >= 2 and _called(node.args[1]) != "to_event":
        yield _with_arg(node, 1, _method(node.args[1], "to_event", ast.Constant(1)))


@_operator("dims exchanged", ast.keyword)
def _dims(node: ast.keyword, place: Place) -> Iterator[Replacement]:
    if node.arg == "dim":
        other = {"-1": -2, "-2": -1}.get(ast.unparse(node.value))
        if other is not None:
            yield ast.keyword(node.arg, ast.Constant(other))


@_operator("site renamed", ast.Call)
def _site(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) in _SITES and node.args:
        name = node.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield _with_arg(node, 0, ast.Constant(name.value + "_"))
        elif isinstance(name, ast.JoinedStr):
            yield _with_arg(node, 0, ast.JoinedStr([*name.values, ast.Constant("_")]))


@_operator("gradient cut", ast.Call)
def _detached(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _is_distribution(node):
        for index, value in enumerate(node.args):
            if _own(value, place):
                yield _with_arg(node, index, _method(value, "detach"))
        for keyword in node.keywords:
            if _own(keyword.value, place):
                yield _with_keyword(node, keyword, _method(keyword.value, "detach"))


@_operator("gradient not cut", ast.Call)
def _attached(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) == "detach" and isinstance(node.func, ast.Attribute):
        yield node.func.value


# --- statements --------------------------------------------------------------------------------------------------

_ZEROING = ("zero_grad", "zero_grads", "zero_")
_SEEDING = ("set_rng_seed", "manual_seed", "seed")


def _dropped(node: ast.stmt, place: Place) -> Iterator[Replacement]:
    yield ast.Pass()


@_operator("gradients not zeroed", ast.Expr, ast.Assign)
def _not_zeroed(node: ast.Expr | ast.Assign, place: Place) -> Iterator[Replacement]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if any(_name(target) == "grad" for target in targets) or _called(node.value) in _ZEROING:
        yield ast.Pass()


@_operator("seed ignored", ast.Expr)
def _seed_ignored(node: ast.Expr, place: Place) -> Iterator[Replacement]:
    if _called(node.value) in _SEEDING:
        yield ast.Pass()


_operator("raise removed", ast.Raise)(_dropped)
_operator(
    "statement dropped",
    ast.Expr,
    ast.Assign,
    ast.AugAssign,
    ast.Return,
    ast.If,
    ast.For,
    ast.While,
    ast.Break,
    ast.Continue,
    ast.Assert,
    ast.Delete,
    ast.Import,
    ast.ImportFrom,
)(_dropped)


@_operator("other variable returned", ast.Return)
def _other_returned(node: ast.Return, place: Place) -> Iterator[Replacement]:
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) >= 2:
        yield ast.Return(ast.Tuple([*node.value.elts[1:], node.value.elts[0]], ast.Load()))
    elif isinstance(node.value, ast.Name) and place.function is not None:
        others = [name for name in _names_of(place.function) if name != node.value.id]
        yield from (ast.Return(ast.Name(name, ast.Load())) for name in others[-1:])  # the one that was assigned last


@_operator("other variable used", ast.Name)
def _other_used(node: ast.Name, place: Place) -> Iterator[Replacement]:
    argument = isinstance(place.parent, ast.keyword) or (
        isinstance(place.parent, ast.Call) and node in place.parent.args
    )
    if argument and place.function is not None and not place.inside(ast.Raise):
        names = _names_of(place.function)
        if node.id in names and len(names) > 1:
            yield ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())


@_operator("arguments exchanged", ast.Call)
def _arguments(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if not _is_distribution(node) and not place.inside(ast.Raise):
        for index in range(len(node.args) - 1):
            first, second = node.args[index : index + 2]
            if not isinstance(first, ast.Starred | ast.Constant) and not isinstance(second, ast.Starred):
                yield ast.Call(node.func, [*node.args[:index], second, first, *node.args[index + 2 :]], node.keywords)


# --- arithmetic and control --------------------------------------------------------------------------------------

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.MatMult: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_PAIRS = {
    "sum and mean": {"sum": "mean", "mean": "sum"},
    "max and min": {
        "max": "min",
        "min": "max",
        "argmax": "argmin",
        "argmin": "argmax",
        "amax": "amin",
        "amin": "amax",
        "maximum": "minimum",
        "minimum": "maximum",
    },
}
_TRANSFORMS = ("exp", "log", "sqrt", "expm1", "log1p", "softplus", "sigmoid", "softmax", "square", "abs", "cumsum", "t")


@_operator("sign flipped", ast.UnaryOp)
def _minus_dropped(node: ast.UnaryOp, place: Place) -> Iterator[Replacement]:
    if isinstance(node.op, ast.USub):
        yield node.operand


@_operator("sign flipped", ast.Return)
def _negated_return(node: ast.Return, place: Place) -> Iterator[Replacement]:
    if isinstance(node.value, ast.BinOp | ast.Name) or _called(node.value or node) not in ("", "sample"):
        yield ast.Return(ast.UnaryOp(ast.USub(), node.value))


@_operator("operator changed", ast.BinOp, ast.AugAssign)
def _arithmetic(node: ast.BinOp | ast.AugAssign, place: Place) -> Iterator[Replacement]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.left
    elif type(node.op) in _ARITHMETIC and not place.inside(ast.Raise):
        changed = copy.copy(node)
        changed.op = _ARITHMETIC[type(node.op)]()
        yield changed


@_operator("comparison changed", ast.Compare)
def _comparison(node: ast.Compare, place: Place) -> Iterator[Replacement]:
    for index, comparison in enumerate(node.ops):
        changed = [*node.ops[:index], _COMPARISONS[type(comparison)](), *node.ops[index + 1 :]]
        yield ast.Compare(node.left, changed, node.comparators)


@_operator("condition negated", ast.If, ast.While, ast.IfExp)
def _negated(node: ast.If | ast.While | ast.IfExp, place: Place) -> Iterator[Replacement]:
    test = node.test
    if isinstance(test, ast.Compare) and not isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return  # the changed comparison is its negation
    changed = copy.copy(node)
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    changed.test = test.operand if negated else ast.UnaryOp(ast.Not(), test)  # type: ignore[attr-defined]
    yield changed


@_operator("and and or exchanged", ast.BoolOp)
def _boolean(node: ast.BoolOp, place: Place) -> Iterator[Replacement]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _exchanged(pairs: dict[str, str]) -> Operator:
    def operator(node: ast.Call, place: Place) -> Iterator[Replacement]:
        if _called(node) in pairs:
            yield _with_func(node, _renamed(node.func, pairs[_called(node)]))

    return operator


for _title, _pair in _PAIRS.items():
    _operator(f"{_title} exchanged", ast.Call)(_exchanged(_pair))


@_operator("transform dropped", ast.Call)
def _transform_dropped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) in _TRANSFORMS:
        of_library = isinstance(node.func, ast.Name) or _name(node.func.value) in ("torch", "math", "np", "F")  # type: ignore[attr-defined]
        if of_library and node.args:
            yield node.args[0]
        elif not of_library:
            yield node.func.value  # type: ignore[attr-defined]


@_operator("conversion dropped", ast.Call)
def _conversion_dropped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if place.inside(ast.Raise):
        return
    if _called(node) in ("item", "tolist", "clone") and isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value
    elif _called(node) in ("float", "int", "list", "tuple") and isinstance(node.func, ast.Name) and len(node.args) == 1:
        yield node.args[0]


@_operator("range off by one", ast.Call)
def _range(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) == "range" and node.args:
        end = min(len(node.args), 2) - 1
        yield from (_with_arg(node, end, _plus(node.args[end], by)) for by in (-1, 1))
        if end:
            yield _with_arg(node, 0, _plus(node.args[0], 1))


@_operator("n - 1 for n", ast.Call)
def _length(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if _called(node) in ("len", "numel") and not place.inside(ast.Raise):
        yield _plus(node, -1)
    elif _called(node) == "plate" and len(node.args) >= 2:
        yield _with_arg(node, 1, _plus(node.args[1], -1))


@_operator("constant changed", ast.Constant)
def _constant(node: ast.Constant, place: Place) -> Iterator[Replacement]:
    if place.inside(ast.Raise, ast.JoinedStr):  # the wording of a message is free
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


@_operator("default changed", ast.arguments)
def _default(node: ast.arguments, place: Place) -> Iterator[Replacement]:
    for name in ("defaults", "kw_defaults"):
        values = getattr(node, name)
        for index, value in enumerate(values):
            if isinstance(value, ast.Constant) and value.value is None:
                changed = copy.copy(node)
                setattr(changed, name, [*values[:index], ast.Constant(1), *values[index + 1 :]])
                yield changed
