"""Assertions on what was raised."""

from __future__ import annotations

from autograder import expect
from autograder.probes.records import Raised
from autograder.tests.expect.made import everything, mismatch


def test_raised_takes_the_class_or_one_derived_from_it():
    error = Raised("MyError", ["MyError", "ValueError", "Exception"], "give data or n_obs")
    expect.raised(error, "ValueError", "f()")
    expect.raised(error, "MyError", "f()", mentions=("data", "n_obs"))
    found = mismatch(expect.raised, None, "ValueError", "f()")
    assert (found.code, "raised nothing" in found.message) == ("no_error:f()", True)
    found = mismatch(expect.raised, error, "KeyError", "f()")
    assert found.code == "error_kind:f()"
    assert all(part in found.message for part in ("MyError", "give data", "KeyError"))
    found = mismatch(expect.raised, error, "ValueError", "f()", mentions=("data", "seed"))
    assert found.code == "error_text:f()"
    assert "'seed'" in found.message
    assert "'data'" not in found.message


def test_not_raised_says_which_error_it_was_and_at_which_line():
    expect.not_raised(None, "a walk that goes down")
    error = Raised("ValueError", ["ValueError"], "not finite", "raise ValueError(at)", "walk(1)", "walk")
    found = mismatch(expect.not_raised, error, "a walk that goes down")
    said = "ValueError at the line `raise ValueError(at)`: not finite."
    assert found.message == f"A walk that goes down should raise nothing here; it raised {said}"
    assert found.code == "error:a walk that goes down"
    stub = Raised("NotImplementedError", ["NotImplementedError"], "", called="walk(1)", stub="walk")
    assert mismatch(expect.not_raised, stub, "a walk that goes down").code == "stub:walk"


def test_raised_knows_the_stub():
    stub = Raised(
        "NotImplementedError",
        ["NotImplementedError", "RuntimeError"],
        "",
        called="fit(tensor of shape [7])",
        stub="fit",
    )
    found = mismatch(expect.raised, stub, "ValueError", "fit(data)")
    assert found.code == "stub:fit"


# --- what a step's answer says -----------------------------------------------------------------------------------


def test_unwrap_gives_values_and_turns_exceptions_into_sentences():
    assert expect.unwrap([1]) == [1]
    error = Raised("KeyError", ["KeyError", "LookupError"], "'mu'", "x = store['mu']", "fit(tensor[7])")
    found = mismatch(expect.unwrap, error)
    assert found.code == "raised:KeyError:fit"
    assert all(part in everything(found) for part in ("`fit(tensor[7])`", "KeyError", "x = store['mu']"))


def test_unwrap_knows_a_missing_name_from_a_name_missing_inside():
    missing = Raised("NameError", ["NameError"], "name 'fit' is not defined", "", "fit(3)")
    assert mismatch(expect.unwrap, missing).code == "undefined:fit"
    inside = Raised("NameError", ["NameError"], "name 'losses' is not defined", "return losses", "fit(3)", "fit")
    assert mismatch(expect.unwrap, inside).code == "raised:NameError:fit"


def test_unwrap_puts_pyros_table_of_shapes_under_the_sentence():
    message = "at site 'y', invalid log_prob shape\nTrace Shapes:\n y dist 3 |"
    found = mismatch(expect.unwrap, Raised("ValueError", ["ValueError"], message, called="model()"))
    assert "y dist 3" in found.table
    assert "y dist 3" not in found.message
