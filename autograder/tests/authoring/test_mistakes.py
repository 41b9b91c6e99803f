"""What mutation operators stand on: the register, where a node stands, and the names in it."""

from __future__ import annotations

import ast

import pytest

from autograder.authoring import mistakes
from autograder.authoring.mistakes import Place, is_distribution, name_called, name_of, names_of, renamed, with_arg


def expression(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def test_an_operator_is_registered_with_its_kinds_and_examples(monkeypatch):
    monkeypatch.setattr(mistakes, "OPERATORS", [])
    monkeypatch.setattr(mistakes, "EXAMPLES", {})

    @mistakes.operator("one", ast.Call, ast.Name, examples=[("a", "b")])
    def first(node, place):
        yield node

    @mistakes.operator("one", ast.Constant, examples=[("c", "d")])
    def second(node, place):
        yield node

    assert [("one", (ast.Call, ast.Name), first), ("one", (ast.Constant,), second)] == mistakes.OPERATORS
    assert mistakes.EXAMPLES == {"one": [("a", "b"), ("c", "d")]}


def test_a_place_knows_what_is_around_it():
    tree = ast.parse("class A:\n    def f(self):\n        def g():\n            raise E(3)")
    outer = tree.body[0]
    f = outer.body[0]
    g = f.body[0]
    place = Place((tree, outer, f, g, g.body[0]))
    assert (place.function, place.qualified_name, place.parent) == (g, "A.f.g", g.body[0])
    assert place.inside(ast.Raise)
    assert not place.inside(ast.For, ast.While)
    assert Place((tree,)).function is None
    assert Place((tree,)).qualified_name == ""


@pytest.mark.parametrize(
    ("source", "name", "called"),
    [("f", "f", ""), ("a.b.f", "f", ""), ("f(x)", "", "f"), ("a.f(x)", "", "f"), ("f[0]", "", ""), ("f()()", "", "")],
)
def test_the_last_name_of_a_callee(source, name, called):
    assert (name_of(expression(source)), name_called(expression(source))) == (name, called)


def test_a_call_is_changed_in_a_copy():
    call = expression("dist.Normal(a, b, validate_args=False)")
    assert ast.unparse(renamed(call.func, "Laplace")) == "dist.Laplace"
    assert ast.unparse(mistakes.with_func(call, renamed(ast.Name("Normal", ast.Load()), "Laplace"))) == (
        "Laplace(a, b, validate_args=False)"
    )
    assert ast.unparse(with_arg(call, 1, ast.Constant(3))) == "dist.Normal(a, 3, validate_args=False)"
    assert ast.unparse(call) == "dist.Normal(a, b, validate_args=False)"


def test_the_names_of_a_function_are_its_parameters_and_what_it_assigns():
    [function] = ast.parse(
        "def f(a, /, b, *, c=1):\n    d = a\n    b = d\n    for e in c:\n        g(h)\n    with i as j:\n        pass"
    ).body
    assert names_of(function) == ["a", "b", "c", "d", "e", "j"]


@pytest.mark.parametrize(
    ("source", "whether"),
    [
        ("dist.Normal(0, 1)", True),
        ("dist.Wishart(3)", True),
        ("pyro.distributions.Delta(x)", True),
        ("Gamma(1, 1)", True),
        ("Trace_ELBO(num_particles=2)", False),
        ("dist.kl_divergence(p, q)", False),
        ("infer.Predictive(model)", False),
        ("dist.Normal", False),
    ],
)
def test_what_makes_a_distribution(source, whether):
    assert is_distribution(expression(source)) is whether
