"""Neighbouring conventions taken for one another: each operator does what its own examples say."""

from __future__ import annotations

import pytest

from autograder.authoring.mistakes import EXAMPLES
from autograder.tests.authoring.changes import changes, operators_of


@pytest.mark.parametrize(
    ("operator", "before", "after"), [(o, *pair) for o, pairs in EXAMPLES.items() for pair in pairs]
)
def test_an_operator_does_what_its_examples_say(operator, before, after):
    assert changes(operator, before) == [after]


def test_the_kinds_of_neighbouring_conventions_have_examples():
    assert {operator for operator, pairs in EXAMPLES.items() if pairs} == operators_of("convention_mistakes")


def test_what_depends_on_the_outer_loop_is_not_made_one_by_one():
    assert changes("one by one for jointly", "t = [b for a in xs for b in a]") == []
    assert changes("one by one for jointly", "for a in xs:\n    for b in a:\n        f(a, b)") == []
