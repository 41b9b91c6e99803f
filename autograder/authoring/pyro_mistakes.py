"""Mistakes that only a program in Pyro or torch can have: in plates, sites, distributions, gradients and seeds."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from autograder.authoring.mistakes import (
    FAMILY,
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

_SITES = ("sample", "param", "plate", "deterministic", "factor", "module")
_LOC_SCALE = ("Normal", "Laplace", "Cauchy", "LogNormal", "HalfNormal", "HalfCauchy", "StudentT")


def _with_keyword(call: ast.Call, keyword: ast.keyword, value: ast.expr | None) -> ast.Call:
    others = []
    for other in call.keywords:
        if other is not keyword:
            others.append(other)
        elif value is not None:
            others.append(ast.keyword(keyword.arg, value))
    return ast.Call(call.func, call.args, others)


def _without(name: str) -> Operator:
    """Leaves the keyword argument ``name`` out."""

    def left_out(node: ast.Call, place: Place) -> Iterator[Replacement]:
        yield from (_with_keyword(node, keyword, None) for keyword in node.keywords if keyword.arg == name)

    return left_out


def _method(value: ast.expr, name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(args), [])


def _own(value: ast.expr, place: Place) -> bool:
    """Whether a value comes from the function itself: from a name of its own, or from a call."""
    if isinstance(value, ast.Name):
        return place.function is not None and value.id in names_of(place.function)
    return isinstance(value, ast.Call | ast.BinOp | ast.Attribute | ast.Subscript)


def _makes_plate(node: ast.AST, place: Place) -> bool:
    """Whether this is a plate, or a name that its function gave to one."""
    if name_called(node) == "plate":
        return True
    around = place.function or place.parents[0]
    return isinstance(node, ast.Name) and any(
        isinstance(other, ast.Assign)
        and name_called(other.value) == "plate"
        and node.id in {name_of(target) for target in other.targets}
        for other in ast.walk(around)
    )


@operator("plate dropped", ast.With)
def _plate_dropped(node: ast.With, place: Place) -> Iterator[Replacement]:
    yield from _contexts_dropped(node, lambda item: _makes_plate(item, place))


@operator("context dropped", ast.With)
def _context_dropped(node: ast.With, place: Place) -> Iterator[Replacement]:
    yield from _contexts_dropped(node, lambda item: not _makes_plate(item, place))


def _contexts_dropped(node: ast.With, which: Callable[[ast.expr], bool]) -> Iterator[Replacement]:
    for item in node.items:
        if which(item.context_expr):
            others = [other for other in node.items if other is not item]
            yield ast.With(others, node.body) if others else node.body


@operator("plate dropped", ast.For, ast.comprehension)
def _plate_loop(node: ast.For | ast.comprehension, place: Place) -> Iterator[Replacement]:
    if name_called(node.iter) == "plate" and len(node.iter.args) > 1:  # type: ignore[attr-defined]
        changed = copy.copy(node)
        changed.iter = ast.Call(ast.Name("range", ast.Load()), [node.iter.args[1]], [])  # type: ignore[attr-defined]
        yield changed


operator("obs dropped", ast.Call)(_without("obs"))
operator("constraint dropped", ast.Call)(_without("constraint"))
operator("dim dropped", ast.Call)(_without("dim"))


@operator("loc and scale swapped", ast.Call)
def _swapped(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if is_distribution(node):
        if len(node.args) >= 2:
            yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
        elif len(node.keywords) >= 2 and not node.args:
            first, second = node.keywords[:2]
            exchanged = [ast.keyword(first.arg, second.value), ast.keyword(second.arg, first.value)]
            yield ast.Call(node.func, [], [*exchanged, *node.keywords[2:]])


@operator("scale squared", ast.Call)
def _scale_squared(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if is_distribution(node) and name_called(node) in _LOC_SCALE:

        def squared(value: ast.expr) -> ast.expr:
            return ast.BinOp(value, ast.Pow(), ast.Constant(2))

        if node.args and len(node.args) == (1 if name_called(node).startswith("Half") else 2):
            yield with_arg(node, len(node.args) - 1, squared(node.args[-1]))
        yield from (_with_keyword(node, k, squared(k.value)) for k in node.keywords if k.arg == "scale")


@operator("family changed", ast.Call)
def _family(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if is_distribution(node) and name_called(node) in FAMILY:
        yield with_func(node, renamed(node.func, FAMILY[name_called(node)]))


@operator("to_event changed", ast.Call)
def _to_event(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) == "to_event" and isinstance(node.func, ast.Attribute):
        yield node.func.value
        number = node.args[0] if node.args else None
        if isinstance(number, ast.Constant) and isinstance(number.value, int):
            yield from (with_arg(node, 0, ast.Constant(number.value + by)) for by in (1, -1))
    elif name_called(node) == "sample" and len(node.args) >= 2 and name_called(node.args[1]) != "to_event":
        yield with_arg(node, 1, _method(node.args[1], "to_event", ast.Constant(1)))


@operator("dims exchanged", ast.keyword)
def _dims(node: ast.keyword, place: Place) -> Iterator[Replacement]:
    if node.arg == "dim":
        other = {"-1": -2, "-2": -1}.get(ast.unparse(node.value))
        if other is not None:
            yield ast.keyword(node.arg, ast.Constant(other))


@operator("site renamed", ast.Call)
def _site(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) in _SITES and node.args:
        name = node.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield with_arg(node, 0, ast.Constant(name.value + "_"))
        elif isinstance(name, ast.JoinedStr):
            yield with_arg(node, 0, ast.JoinedStr([*name.values, ast.Constant("_")]))


@operator("gradient cut", ast.Call)
def _detached(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if is_distribution(node):
        for index, value in enumerate(node.args):
            if _own(value, place):
                yield with_arg(node, index, _method(value, "detach"))
        for keyword in node.keywords:
            if _own(keyword.value, place):
                yield _with_keyword(node, keyword, _method(keyword.value, "detach"))


@operator("gradient not cut", ast.Call)
def _attached(node: ast.Call, place: Place) -> Iterator[Replacement]:
    if name_called(node) == "detach" and isinstance(node.func, ast.Attribute):
        yield node.func.value


_ZEROING = ("zero_grad", "zero_grads", "zero_")
_SEEDING = ("set_rng_seed", "manual_seed", "seed")


@operator("gradients not zeroed", ast.Expr, ast.Assign)
def _not_zeroed(node: ast.Expr | ast.Assign, place: Place) -> Iterator[Replacement]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if any(name_of(target) == "grad" for target in targets) or name_called(node.value) in _ZEROING:
        yield ast.Pass()


@operator("seed ignored", ast.Expr)
def _seed_ignored(node: ast.Expr, place: Place) -> Iterator[Replacement]:
    if name_called(node.value) in _SEEDING:
        yield ast.Pass()
