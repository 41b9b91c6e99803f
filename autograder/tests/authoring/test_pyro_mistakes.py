"""Mistakes of programs in Pyro or torch: each operator on a line that has them."""

from __future__ import annotations

import pytest

from autograder.tests.authoring.changes import changes, operators_of

CASES = [
    ("plate dropped", "with pyro.plate('N', 3):\n    f()", ["f()"]),
    ("plate dropped", "n = pyro.plate('N', 3)\nwith n:\n    f()", ["f()"]),
    ("plate dropped", "g = pyro.plate('G', 2)\nwith no_grad(), g:\n    f()", ["with no_grad():"]),
    ("plate dropped", "for i in pyro.plate('N', 3):\n    f(i)", ["for i in range(3):"]),
    ("context dropped", "with torch.no_grad():\n    f()", ["f()"]),
    ("obs dropped", "pyro.sample('y', d, obs=data)", ["pyro.sample('y', d)"]),
    ("constraint dropped", "pyro.param('s', x, constraint=c)", ["pyro.param('s', x)"]),
    ("dim dropped", "pyro.plate('N', 3, dim=-2)", ["pyro.plate('N', 3)"]),
    ("dims exchanged", "pyro.plate('N', 3, dim=-2)", ["pyro.plate('N', 3, dim=-1)"]),
    ("dims exchanged", "x.sum(dim=-1)", ["x.sum(dim=-2)"]),
    ("loc and scale swapped", "dist.Normal(a, b)", ["dist.Normal(b, a)"]),
    ("loc and scale swapped", "dist.Normal(loc=a, scale=b)", ["dist.Normal(loc=b, scale=a)"]),
    ("scale squared", "dist.Normal(a, b)", ["dist.Normal(a, b ** 2)"]),
    ("scale squared", "dist.HalfNormal(b)", ["dist.HalfNormal(b ** 2)"]),
    ("scale squared", "dist.Normal(a, scale=b)", ["dist.Normal(a, scale=b ** 2)"]),
    ("scale squared", "dist.Gamma(a, b)", []),
    ("family changed", "dist.Normal(a, b)", ["dist.Laplace(a, b)"]),
    ("family changed", "Gamma(a, b)", ["LogNormal(a, b)"]),
    ("to_event changed", "d.to_event(1)", ["d", "d.to_event(2)", "d.to_event(0)"]),
    ("to_event changed", "pyro.sample('x', d)", ["pyro.sample('x', d.to_event(1))"]),
    ("site renamed", "pyro.sample('x', d)", ["pyro.sample('x_', d)"]),
    ("site renamed", "pyro.param(f'x{i}')", ["pyro.param(f'x{i}_')"]),
    ("gradient cut", "def f(m):\n    return dist.Normal(m, S)", ["return dist.Normal(m.detach(), S)"]),
    ("gradient not cut", "x = y.detach()", ["x = y"]),
    ("gradients not zeroed", "x.grad = None", ["pass"]),
    ("gradients not zeroed", "x.grad.zero_()", ["pass"]),
    ("gradients not zeroed", "optimizer.zero_grad()", ["pass"]),
    ("seed ignored", "pyro.set_rng_seed(seed)", ["pass"]),
    ("context dropped", "with poutine.seed(rng_seed=3):\n    f()", ["f()"]),
]


@pytest.mark.parametrize(("operator", "source", "wanted"), CASES)
def test_an_operator_makes_its_mistake(operator, source, wanted):
    assert changes(operator, source) == wanted


def test_every_operator_has_a_case():
    assert {operator for operator, *_ in CASES} == operators_of("pyro_mistakes")
