"""Neighbouring conventions taken for one another: n or n - 1, from the first or the second, jointly or one by one.

Each operator carries examples of its own: what a line was, and what becomes of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.authoring.mistakes import Place, Replacement, name_called, name_of, operator

_COUNTS = ("n", "k", "m", "size", "count", "total")  # names that a number of things often has
_SPREADS = ("std", "var", "cov", "std_mean", "var_mean")
_OVER_ALL = ("sum", "prod", "mean", "argmax", "argmin", "amax", "amin", "all", "any")


def _is_count(node: ast.expr) -> bool:
    """Whether this is a number of things: a name such as ``n`` or ``n_obs``, or an entry of a shape."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value) == "shape"
    name = name_of(node).lower()
    return name in _COUNTS or name.startswith(("n_", "num_"))


@operator(
    "n and n - 1 exchanged",
    ast.BinOp,
    ast.Call,
    examples=(
        ("mean = total / n", "mean = total / (n - 1)"),
        ("v = s / (x.shape[0] - 1)", "v = s / x.shape[0]"),
        ("v = x.var(0)", "v = x.var(0, correction=0)"),
        ("s = torch.std(x)", "s = torch.std(x, correction=0)"),
    ),
)
def _count(node: ast.BinOp | ast.Call, place: Place) -> Iterator[Replacement]:
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, ast.Div):
            return
        if _is_count(node.right):
            yield ast.BinOp(node.left, ast.Div(), ast.BinOp(node.right, ast.Sub(), ast.Constant(1)))
        match node.right:
            case ast.BinOp(left=whole, op=ast.Sub(), right=ast.Constant(value=1)):
                yield ast.BinOp(node.left, ast.Div(), whole)
    elif name_called(node) in _SPREADS and not {k.arg for k in node.keywords} & {"correction", "unbiased"}:
        yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("correction", ast.Constant(0))])


def _part(values: ast.expr, lower: int | None, upper: int | None) -> ast.expr:
    """``list(values)[lower:upper]``."""
    whole = ast.Call(ast.Name("list", ast.Load()), [values], [])
    ends = [ast.Constant(end) if end is not None else None for end in (lower, upper)]
    return ast.Subscript(whole, ast.Slice(*ends), ast.Load())


def _over(node: ast.For | ast.comprehension, values: ast.expr) -> ast.For | ast.comprehension:
    """The loop over other values."""
    if isinstance(node, ast.For):
        return ast.For(node.target, values, node.body, node.orelse)
    return ast.comprehension(node.target, values, node.ifs, node.is_async)


@operator(
    "begun at the second",
    ast.Subscript,
    ast.For,
    ast.comprehension,
    examples=(
        ("later = x[1:]", "later = x[:]"),
        ("first = x[:k]", "first = x[1:k]"),
        ("for a in xs:\n    f(a)", "for a in list(xs)[1:]:"),
        ("t = sum(f(a) for a in xs)", "t = sum((f(a) for a in list(xs)[1:]))"),
    ),
)
def _second(node: ast.Subscript | ast.For | ast.comprehension, place: Place) -> Iterator[Replacement]:
    if not isinstance(node, ast.Subscript):
        if isinstance(node.iter, ast.Name | ast.Attribute):
            yield _over(node, _part(node.iter, 1, None))
        return
    match node.slice:
        case ast.Slice(lower=None, upper=ast.expr() as upper, step=None):
            yield ast.Subscript(node.value, ast.Slice(ast.Constant(1), upper), node.ctx)
        case ast.Slice(lower=ast.Constant(value=1), upper=upper, step=None):
            yield ast.Subscript(node.value, ast.Slice(None, upper), node.ctx)


@operator(
    "only the first two",
    ast.For,
    ast.comprehension,
    examples=(
        ("for a in xs:\n    f(a)", "for a in list(xs)[:2]:"),
        ("for i in range(k):\n    f(i)", "for i in list(range(k))[:2]:"),
        ("t = [f(a) for a in xs]", "t = [f(a) for a in list(xs)[:2]]"),
    ),
)
def _first_two(node: ast.For | ast.comprehension, place: Place) -> Iterator[Replacement]:
    yield _over(node, _part(node.iter, None, 2))


@operator(
    "one by one for jointly",
    ast.ListComp,
    ast.GeneratorExp,
    ast.For,
    ast.Call,
    examples=(
        ("t = [f(a, b) for a in xs for b in ys]", "t = [f(a, b) for a, b in zip(xs, ys)]"),
        ("for a in xs:\n    for b in ys:\n        f(a, b)", "for a, b in zip(xs, ys):; f(a, b)"),
        ("pairs = itertools.product(xs, ys)", "pairs = zip(xs, ys)"),
        ("best = table.argmax()", "best = table.argmax(-1)"),
        ("t = torch.sum(x)", "t = torch.sum(x, -1)"),
    ),
)
def _one_by_one(node: ast.ListComp | ast.GeneratorExp | ast.For | ast.Call, place: Place) -> Iterator[Replacement]:
    match node:
        case (
            ast.ListComp(elt=value, generators=[first, second])
            | ast.GeneratorExp(elt=value, generators=[first, second])
        ) if not _mentions(second.iter, first.target):
            both = ast.comprehension(*_zipped(first, second), [*first.ifs, *second.ifs], 0)
            yield type(node)(value, [both])
        case ast.For(body=[ast.For() as inner]) if not _mentions(inner.iter, node.target):
            yield ast.For(*_zipped(node, inner), inner.body, [])
        case ast.Call(args=[first, second]) if name_called(node) == "product":
            yield ast.Call(ast.Name("zip", ast.Load()), [first, second], [])
        case ast.Call(func=ast.Attribute(value=value), args=args, keywords=[]) if name_called(node) in _OVER_ALL:
            if len(args) == (name_of(value) == "torch"):
                yield ast.Call(node.func, [*args, ast.Constant(-1)], [])


def _zipped(outer: ast.For | ast.comprehension, inner: ast.For | ast.comprehension) -> tuple[ast.expr, ast.expr]:
    """The target and the values of one loop in place of two."""
    target = ast.Tuple([outer.target, inner.target], ast.Store())
    return target, ast.Call(ast.Name("zip", ast.Load()), [outer.iter, inner.iter], [])


def _mentions(node: ast.expr, target: ast.expr) -> bool:
    names = {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


@operator(
    "a size of one stretches",
    ast.Compare,
    ast.Call,
    ast.Subscript,
    examples=(
        ("bad = k not in (1, size)", "bad = k != size and 1 not in (k, size)"),
        ("good = k in (1, size)", "good = k == size or 1 in (k, size)"),
        ("bad = x.shape != y.shape", "bad = x.shape != y.shape and 1 not in (*x.shape, *y.shape)"),
        ("column = x.unsqueeze(-1)", "column = x"),
        ("column = x[:, None]", "column = x"),
        ("column = x[..., None]", "column = x"),
    ),
)
def _stretched(node: ast.Compare | ast.Call | ast.Subscript, place: Place) -> Iterator[Replacement]:
    match node:
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[ast.Tuple(elts=[one, size])]) if (
            isinstance(one, ast.Constant) and one.value == 1
        ):
            sizes = ast.Tuple([left, size], ast.Load())
            if isinstance(op, ast.In):
                equal, stretches = ast.Compare(left, [ast.Eq()], [size]), ast.Compare(one, [ast.In()], [sizes])
                yield ast.BoolOp(ast.Or(), [equal, stretches])
            else:
                other, stiff = ast.Compare(left, [ast.NotEq()], [size]), ast.Compare(one, [ast.NotIn()], [sizes])
                yield ast.BoolOp(ast.And(), [other, stiff])
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[right]) if (
            name_of(left) == name_of(right) == "shape"
        ):
            both = ast.Tuple([ast.Starred(left, ast.Load()), ast.Starred(right, ast.Load())], ast.Load())
            yield ast.BoolOp(ast.And(), [node, ast.Compare(ast.Constant(1), [ast.NotIn()], [both])])
        case ast.Call(func=ast.Attribute(value=value)) if name_called(node) == "unsqueeze" and len(node.args) == 1:
            yield value
        case ast.Subscript(value=value, slice=ast.Tuple(elts=parts)) if all(map(_adds_or_keeps, parts)):
            yield value


def _adds_or_keeps(part: ast.expr) -> bool:
    """Whether an index adds a dim of size 1, or keeps all of one."""
    if isinstance(part, ast.Slice):
        return part.lower is part.upper is part.step is None
    return isinstance(part, ast.Constant) and (part.value is None or part.value is Ellipsis)
