"""Mistakes that any program can have: each operator on a line that has them."""

from __future__ import annotations

import pytest

from autograder.tests.authoring.changes import changes, operators_of

CASES = [
    ("raise removed", "if a:\n    raise ValueError('no')", ["pass"]),
    ("statement dropped", "a = 1\nf(a)", ["pass", "pass"]),
    ("other variable returned", "def f(a):\n    b = a\n    return a", ["return b"]),
    ("other variable returned", "def f(a):\n    return (a, 1)", ["return (1, a)"]),
    ("other variable used", "def f(a, b):\n    return g(a)", ["return g(b)"]),
    ("other variable used", "def f(a, b):\n    return g(k=b)", ["return g(k=a)"]),
    ("arguments exchanged", "f(a, b)", ["f(b, a)"]),
    ("sign flipped", "x = -y", ["x = y"]),
    ("sign flipped", "def f(a):\n    return a", ["return -a"]),
    ("operator changed", "x = a + b", ["x = a - b"]),
    ("operator changed", "x = a * b", ["x = a / b"]),
    ("operator changed", "x = a ** 2", ["x = a"]),
    ("operator changed", "x += 1", ["x -= 1"]),
    ("comparison changed", "x = a < b", ["x = a <= b"]),
    ("comparison changed", "x = a is None", ["x = a is not None"]),
    ("condition negated", "x = 1 if a else 2", ["x = 1 if not a else 2"]),
    ("condition negated", "if not a:\n    f()", ["if a:"]),
    ("condition negated", "if a < b:\n    f()", ["if not a < b:"]),
    ("condition negated", "if a is b:\n    f()", []),
    ("and and or exchanged", "x = a and b", ["x = a or b"]),
    ("sum and mean exchanged", "x.sum()", ["x.mean()"]),
    ("sum and mean exchanged", "torch.mean(x)", ["torch.sum(x)"]),
    ("max and min exchanged", "x.argmax()", ["x.argmin()"]),
    ("max and min exchanged", "min(a)", ["max(a)"]),
    ("transform dropped", "x.exp()", ["x"]),
    ("transform dropped", "torch.log(x)", ["x"]),
    ("transform dropped", "self.value.sqrt()", ["self.value"]),
    ("conversion dropped", "x.item()", ["x"]),
    ("conversion dropped", "float(x)", ["x"]),
    ("range off by one", "range(n)", ["range(n - 1)", "range(n + 1)"]),
    ("range off by one", "range(a, b)", ["range(a, b - 1)", "range(a, b + 1)", "range(a + 1, b)"]),
    ("n - 1 for n", "x = len(y)", ["x = len(y) - 1"]),
    ("n - 1 for n", "pyro.plate('N', n)", ["pyro.plate('N', n - 1)"]),
    ("constant changed", "x = 0", ["x = 1"]),
    ("constant changed", "x = f(0.5)", ["x = f(1.5)"]),
    ("constant changed", "x = True", ["x = False"]),
    ("constant changed", "def f(n=4):\n    g(n)", ["def f(n=5):"]),
    ("default changed", "def f(n=None):\n    g(n)", ["def f(n=1):"]),
]


@pytest.mark.parametrize(("operator", "source", "wanted"), CASES)
def test_an_operator_makes_its_mistake(operator, source, wanted):
    assert changes(operator, source) == wanted


def test_every_operator_has_a_case():
    assert {operator for operator, *_ in CASES} == operators_of("python_mistakes")
