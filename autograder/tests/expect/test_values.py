"""Assertions on values: numbers, shapes, lengths, dictionaries."""

from __future__ import annotations

import math

import pytest
import torch

from autograder import expect
from autograder.probes.records import Opaque, Raised
from autograder.tests.expect.made import everything, hidden, mismatch, trace

# --- numbers and values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (1.00005, 1.0),
        (torch.tensor(2.0), 2.0),
        ([1.0, 2.0], torch.tensor([1.0, 2.0])),
        (torch.tensor([1, 2]), [1.0, 2.0]),
        ([[1.0], [2.0]], torch.tensor([[1.0], [2.0]])),
        ([torch.tensor(1.0), 2.0], [1.0, 2.0]),
        (math.inf, math.inf),
        (math.nan, math.nan),
        (torch.tensor(1.0, dtype=torch.float64), torch.tensor(1.0)),
    ],
    ids=str,
)
def test_close_passes(got, want):
    expect.close(got, want, "it")


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (1.01, 1.0, "close"),
        (-1.0, 1.0, "close"),
        (math.nan, 1.0, "close"),
        (math.inf, 1.0, "close"),
        (torch.tensor([1.0, 2.0]), [2.0, 1.0], "close"),
        ([1.0], 1.0, "shape"),
        (1.0, [1.0], "shape"),
        ([1.0, 2.0], [1.0], "shape"),
        (torch.ones(2, 1), torch.ones(2), "shape"),
        (None, 1.0, "kind"),
        ("1.0", 1.0, "kind"),
        (True, 1.0, "kind"),
        (Opaque("Normal"), 1.0, "kind"),
        ([1.0, [2.0]], [1.0, 2.0], "kind"),
        ([1.0, None], [1.0, 2.0], "kind"),
        ([1.0, "a"], [1.0, 2.0], "kind"),
        ([Opaque("Normal")], [1.0], "kind"),
        ([torch.ones(2), torch.ones(3)], [1.0, 2.0], "kind"),
        ({"a": 1.0}, 1.0, "kind"),
        (trace(), 1.0, "kind"),
        (Raised("ValueError", ["ValueError"], ""), 1.0, "kind"),
    ],
    ids=str,
)
def test_close_says_whether_kind_shape_or_numbers_differ(got, want, kind):
    found = mismatch(expect.close, got, want, "the value of f(x)")
    assert found.code == f"{kind}:the value of f(x)"
    assert found.message.startswith("The value of f(x) ")
    assert mismatch(expect.close, got, want, "it", code="f").code == f"{kind}:f"


def test_what_a_check_holds_an_answer_against_may_be_of_the_wrong_kind_too():
    found = mismatch(expect.close, 1.0, None, "the last mu")
    assert found.message.startswith("What the last mu is held against is None")
    with pytest.raises(TypeError), expect.hiding():  # a grader's own fault
        expect.close(1.0, None, "the last mu")


def test_close_shows_both_numbers_in_a_notebook_and_keeps_its_tolerances():
    found = mismatch(expect.close, 1.25, 7.75, "it")
    assert "1.25" in found.message
    assert "7.75" in found.message
    expect.close(1.25, 1.5, "it", atol=0.3)
    expect.close(100.0, 109.0, "it", rtol=0.1)
    mismatch(expect.close, 100.0, 112.0, "it", rtol=0.1)


@pytest.mark.parametrize(
    "value", ["a", 3, True, None, [1, "b", None], {"a": [1]}, [], {}, 0.5, {"a": {"b": False}}], ids=repr
)
def test_equal_passes_on_equals(value):
    expect.equal(value, value, "it")


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("a", "b"),
        (3, 4),
        (1, True),
        (3, 3.0),
        (None, 0),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {"b": 1}),
        (Opaque("list"), []),
        (torch.tensor(3), 3),
        ([torch.ones(2)], [1]),
        ([torch.tensor(1)], [1]),
        ({"a": torch.ones(2)}, {"a": 1}),
        ([True], [1]),
        ([[Opaque("T")]], [["T"]]),
    ],
    ids=str,
)
def test_equal_fails_on_everything_else_and_shows_both(got, want):
    found = mismatch(expect.equal, got, want, "the list")
    assert found.code == "equal:the list"
    assert repr(want) in found.message


def test_shape_speaks_of_shapes_or_of_what_is_no_number():
    expect.shape(torch.ones(2, 3), (2, 3), "it")
    expect.shape([1, 2], [2], "it")
    expect.shape(2.0, (), "it")
    expect.shape([], (0,), "it")
    found = mismatch(expect.shape, torch.ones(2, 3), (3, 2), "it")
    assert "[2, 3]" in found.message
    assert "[3, 2]" in found.message
    assert "`return`" in mismatch(expect.shape, None, (3,), "it").message
    assert "a list of numbers" in mismatch(expect.shape, "ab", (2,), "it").message
    assert "a number" in mismatch(expect.shape, Opaque("Normal"), (), "it").message


def test_number_takes_plain_finite_numbers():
    assert expect.number(2, "it") == 2.0
    assert expect.number(-0.5, "it") == -0.5
    for value in (True, None, "2", [2.0], torch.tensor(2.0), Opaque("Tensor")):
        assert mismatch(expect.number, value, "it").code == "kind:it"
    for value in (math.nan, math.inf):
        assert mismatch(expect.number, value, "it").code == "finite:it"


def test_length_takes_lists_and_vectors():
    expect.length([1, "a", None], 3, "it")
    expect.length(torch.ones(3), 3, "it")
    for value in (torch.ones(3, 1), torch.tensor(3.0), "abc", None, {"a": 1}, 3):
        assert mismatch(expect.length, value, 3, "it").code == "kind:it"
    found = mismatch(expect.length, [1], 3, "it")
    assert found.code == "length:it"
    assert "has 1 entry;" in found.message
    assert "wanted: 3" in found.message


def test_differ_fails_on_equals_to_rounding():
    expect.differ(1.0, 1.1, "it")
    expect.differ(torch.zeros(2), torch.tensor([0.0, 0.1]), "it")
    expect.differ(torch.zeros(2), torch.zeros(3), "it")
    for a, b in ((1.0, 1.0), (torch.ones(3), torch.ones(3) + 1e-9), ([1, 2], [1, 2])):
        assert mismatch(expect.differ, a, b, "it").code == "differ:it"


@pytest.mark.parametrize("value", [None, "a", Opaque("Normal"), {"a": 1}, [None], trace()], ids=str)
def test_differ_blames_the_student_for_what_is_no_number(value):
    assert mismatch(expect.differ, value, 1.0, "it").code == "kind:it"
    assert mismatch(expect.differ, 1.0, value, "it").code == "kind:it"


# --- lists, dictionaries, fits -----------------------------------------------------------------------------------


def test_floats_pass_and_come_back():
    assert expect.floats([1.0, -2.5], "the losses", 2) == [1.0, -2.5]
    assert expect.floats([], "the losses") == []


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (None, "kind", "The losses is None"),
        (torch.ones(2), "kind", "a tensor of shape [2]"),
        ({"a": 1.0}, "kind", "a dictionary"),
        ("12", "kind", "the text '12'"),
        (2.5, "kind", "the number 2.5"),
        ([1.0], "length", "has 1 entry;"),
        ([1.0, torch.tensor(2.0)], "kind", "An entry of the losses is a tensor of shape []"),
        ([1.0, 2], "kind", "An entry of the losses is the whole number 2"),
        ([1.0, True], "kind", "An entry of the losses is True"),
        ([1.0, None], "kind", "An entry of the losses is None"),
        ([1.0, [2.0]], "kind", "An entry of the losses is a list of 1 entry"),
        ([1.0, math.nan], "finite", "An entry of the losses is nan"),
        ([math.inf, 1.0], "finite", "An entry of the losses is inf"),
    ],
    ids=str,
)
def test_floats_say_what_came_instead(value, code, said):
    found = mismatch(expect.floats, value, "the losses", 2)
    assert found.code == f"{code}:the losses"
    assert said in found.message
    assert "wanted" in found.message
    assert mismatch(expect.floats, value, "the losses", 2, code="l").code == f"{code}:l"


def test_a_dictionary_passes_with_its_keys_in_any_order_and_comes_back():
    given = {"b": 1, "a": None}
    assert expect.dictionary(given, "the table") is given
    assert expect.dictionary(given, "the table", ["a", "b"]) is given
    assert expect.dictionary({}, "the table", []) == {}


@pytest.mark.parametrize("value", [None, [1, 2], torch.ones(3), "a", 3, Opaque("Namespace")], ids=str)
def test_dictionary_says_which_kind_came_instead(value):
    found = mismatch(expect.dictionary, value, "what f() returned", ["a"])
    assert found.code == "kind:what f() returned"
    assert found.message.startswith("What f() returned is ")
    assert found.message.endswith("; wanted: a dictionary.")


@pytest.mark.parametrize(("keys", "code"), [(["a"], "b"), (["a", "b", "c"], "c"), (["a", "x"], "b,x"), ([], "a,b")])
def test_dictionary_says_which_keys_came_and_in_a_notebook_which_were_wanted(keys, code):
    given = {"b": 1, "a": 2}
    found = mismatch(expect.dictionary, given, "the table", keys, code="t")
    assert found.code == f"keys:t:{code}"
    assert "the table has the keys 'a', 'b'; " in found.message.lower()
    assert all(f"'{key}'" in found.message.partition("wanted")[2] for key in keys)
    unsaid = set(keys) - set(given)
    assert not any(f"'{key}'" in hidden(expect.dictionary, given, "the table", keys).message for key in unsaid)


def test_near_is_no_more_than_a_word():
    """A hidden grader's text does not tell who is near: that would answer guesses."""
    near, far = (hidden(expect.close, got, 1.0, "it") for got in (1.02, 9.0))
    assert (near.near, far.near) == (True, False)
    assert near.code == far.code
    assert everything(near).replace("1.02", "9.0") == everything(far)
