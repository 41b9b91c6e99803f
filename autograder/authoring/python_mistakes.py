"""Mistakes that any program in Python can have: in statements, variables, arithmetic and control."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from autograder.authoring.mistakes import (
    Operator,
    Place,
    Replacement,
    is_distribution,
    name_called,
    name_of,
    names_of,
    operator,
    renamed,
    with_arg,
    with_func,
)

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


def _plus(value: ast.expr, number: int) -> ast.expr:
    return ast.BinOp(value, ast.Add() if number > 0 else ast.Sub(), ast.Constant(abs(number)))


def _dropped(node: ast.stmt, place: Place) -> Iterator[Replacement]:
    yield ast.Pass()


operator("raise removed", ast.Raise)(_dropped)
operator(
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


@operator("other variable returned", ast.Return)
def _other_returned(node: ast.Return, place: Place) -> Iterator[Replacement]:
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) >= 2:
        yield ast.Return(ast.Tuple([*node.value.elts[1:], node.value.elts[0]], ast.Load()))
    elif isinstance(node.value, ast.Name) and place.function is not None:
        others = [name for name in names_of(place.function) if name != node.value.id]
        yield from (ast.Return(ast.Name(name, ast.Load())) for name in others[-1:])  # the one that was assigned last


@operator("other variable used", ast.Name)
def _other_used(node: ast.Name, place: Place) -> Iterator[Replacement]:
    argument = isinstance(place.parent, ast.keyword) or (
        isinstance(place.parent, ast.Call) and node in place.parent.args
    )
    if argument and place.function is not None and not place.inside(ast.Raise):
        names = names_of(place.function)
        if node.id in names and len(names) > 1:
            yield ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())


@operator("arguments exchanged", ast.Call)
def _arguments(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if not is_distribution(node) and not place.inside(ast.Raise):
        for index in range(len(node.args) - 1):
            first, second = node.args[index : index + 2]
            if not isinstance(first, ast.Starred | ast.Constant) and not isinstance(second, ast.Starred):
                yield ast.Call(node.func, [*node.args[:index], second, first, *node.args[index + 2 :]], node.keywords)


@operator("sign flipped", ast.UnaryOp)
def _minus_dropped(node: ast.UnaryOp, place: Place) -> Iterator[Replacement]:
    if isinstance(node.op, ast.USub):
        yield node.operand


@operator("sign flipped", ast.Return)
def _negated_return(node: ast.Return, place: Place) -> Iterator[Replacement]:
    if node.value is None:
        return
    if isinstance(node.value, ast.BinOp | ast.Name) or name_called(node.value) not in ("", "sample"):
        yield ast.Return(ast.UnaryOp(ast.USub(), node.value))


@operator("operator changed", ast.BinOp, ast.AugAssign)
def _arithmetic(node: ast.BinOp | ast.AugAssign, place: Place) -> Iterator[Replacement]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.left
    elif type(node.op) in _ARITHMETIC and not place.inside(ast.Raise):
        changed = copy.copy(node)
        changed.op = _ARITHMETIC[type(node.op)]()
        yield changed


@operator("comparison changed", ast.Compare)
def _comparison(node: ast.Compare, place: Place) -> Iterator[Replacement]:
    for index, comparison in enumerate(node.ops):
        changed = [*node.ops[:index], _COMPARISONS[type(comparison)](), *node.ops[index + 1 :]]
        yield ast.Compare(node.left, changed, node.comparators)


@operator("condition negated", ast.If, ast.While, ast.IfExp)
def _negated(node: ast.If | ast.While | ast.IfExp, place: Place) -> Iterator[Replacement]:
    test = node.test
    if isinstance(test, ast.Compare) and not isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return  # the changed comparison is its negation
    changed = copy.copy(node)
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    changed.test = test.operand if negated else ast.UnaryOp(ast.Not(), test)  # type: ignore[attr-defined]
    yield changed


@operator("and and or exchanged", ast.BoolOp)
def _boolean(node: ast.BoolOp, place: Place) -> Iterator[Replacement]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _exchanged(pairs: dict[str, str]) -> Operator:
    def operator(node: ast.Call, place: Place) -> Iterator[Replacement]:
        if name_called(node) in pairs:
            yield with_func(node, renamed(node.func, pairs[name_called(node)]))

    return operator


for _title, _pair in _PAIRS.items():
    operator(f"{_title} exchanged", ast.Call)(_exchanged(_pair))


@operator("transform dropped", ast.Call)
def _transform_dropped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) in _TRANSFORMS:
        of_library = isinstance(node.func, ast.Name) or name_of(node.func.value) in ("torch", "math", "np", "F")  # type: ignore[attr-defined]
        if of_library and node.args:
            yield node.args[0]
        elif not of_library:
            yield node.func.value  # type: ignore[attr-defined]


@operator("conversion dropped", ast.Call)
def _conversion_dropped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if place.inside(ast.Raise):
        return
    if name_called(node) in ("item", "tolist", "clone") and isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value
    elif (
        name_called(node) in ("float", "int", "list", "tuple")
        and isinstance(node.func, ast.Name)
        and len(node.args) == 1
    ):
        yield node.args[0]


@operator("range off by one", ast.Call)
def _range(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) == "range" and node.args:
        end = min(len(node.args), 2) - 1
        yield from (with_arg(node, end, _plus(node.args[end], by)) for by in (-1, 1))
        if end:
            yield with_arg(node, 0, _plus(node.args[0], 1))


@operator("n - 1 for n", ast.Call)
def _length(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) in ("len", "numel") and not place.inside(ast.Raise):
        yield _plus(node, -1)
    elif name_called(node) == "plate" and len(node.args) >= 2:
        yield with_arg(node, 1, _plus(node.args[1], -1))


@operator("constant changed", ast.Constant)
def _constant(node: ast.Constant, place: Place) -> Iterator[Replacement]:
    if place.inside(ast.Raise, ast.JoinedStr):  # the wording of a message is free
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


@operator("default changed", ast.arguments)
def _default(node: ast.arguments, place: Place) -> Iterator[Replacement]:
    for name in ("defaults", "kw_defaults"):
        values = getattr(node, name)
        for index, value in enumerate(values):
            if isinstance(value, ast.Constant) and value.value is None:
                changed = copy.copy(node)
                setattr(changed, name, [*values[:index], ast.Constant(1), *values[index + 1 :]])
                yield changed
