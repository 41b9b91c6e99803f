"""Sentences: a capital where one begins, a site's name as it is, short, and nothing that is hidden."""

from __future__ import annotations

import pytest

from autograder import expect
from autograder.probes.records import Raised
from autograder.tests.expect.made import mismatch

# --- beginnings of sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "beginning"),
    [
        ("y in a plate of size 4", "y in a plate of size 4 "),
        ("loc after one step", "loc after one step "),
        ("mu", "mu "),
        ("map_exact(data)", "map_exact(data) "),
        ("'a' after 6 updates", "'a' after 6 updates "),
        ("`a` after 6 updates", "`a` after 6 updates "),
        ("a later answer", "A later answer "),
        ("the mean of mu", "The mean of mu "),
        ("what f returned", "What f returned "),
        ("2 of them", "2 of them "),
    ],
)
def test_a_sentence_begins_with_a_capital_and_a_name_stays_as_it_is(phrase, beginning):
    assert mismatch(expect.that, False, f"{phrase} is wrong.").message == f"{beginning}is wrong."
    assert mismatch(expect.equal, 1, 2, phrase).message.startswith(beginning)
    assert mismatch(expect.close, 1.0, 2.0, phrase).message.startswith(beginning)
    assert mismatch(expect.dictionary, 1, phrase).message.startswith(beginning)
    assert mismatch(expect.floats, 1, phrase).message.startswith(beginning)
    assert mismatch(expect.raised, None, "ValueError", phrase).message.startswith(beginning)


def test_that_says_the_given_sentence():
    expect.that(True, "never said")
    found = mismatch(expect.that, False, "Draw fresh values.", look="Look there.")
    assert found.message == "Draw fresh values."
    assert ("Where to look", "Look there.") in found.lines()
    assert mismatch(expect.that, False, "Whatever 3.5", code="fresh").code == "that:fresh"


def test_messages_are_short():
    found = mismatch(expect.raised, Raised("E", ["E"], "x" * 5000), "ValueError", "f()")
    assert len(found.message) < 800
