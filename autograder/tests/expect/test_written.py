"""Cells below a task that is not written yet, and the overview at the end, in a notebook's own shell."""

from __future__ import annotations

import pytest

STUB = "def fit(data):\n    raise NotImplementedError()"
TRAIN = "with expect.when_written('fit'):\n    trained, *others = fit([1.0])\n    print('trained')"

WAITING = "Nothing to see here yet: `fit` is still to be written."


@pytest.mark.parametrize(
    "above",
    [
        STUB,
        "pass",
        "def fit(data):\n    # my thoughts so far\n    size = len(data)\n    raise NotImplementedError",
        "class fit:\n    def __init__(self, data):\n        raise NotImplementedError()",
        "import pyro\n\ndef task(data):\n    raise NotImplementedError()\n\n"
        "def fit(data):\n    return pyro.poutine.trace(task).get_trace(data)\n"
        "with expect.when_written('task'):\n    fit([1.0])\n\ndel fit",
    ],
    ids=["stub", "not defined", "begun", "a class", "below Pyro's handlers"],
)
def test_a_cell_that_needs_a_task_which_is_not_written_says_so_in_one_line(cells, above):
    [_, (status, said)] = cells(above, TRAIN)
    assert (status, said) == ("ok", WAITING)


def test_a_cell_that_needs_what_a_skipped_one_would_have_made_waits_for_the_same_task(cells):
    below = "with expect.when_written('classify'):\n    labels = trained + 1"
    further = "with expect.when_written('classify'):\n    print(labels)"
    assert cells(STUB, TRAIN, below, further)[1:] == [("ok", WAITING)] * 3


def test_once_it_is_written_the_cells_do_what_they_say(cells):
    written = "def fit(data):\n    return [4]"
    below = "with expect.when_written('classify'):\n    print(trained)"
    assert cells(STUB, TRAIN, written, TRAIN, below)[3:] == [("ok", "trained"), ("ok", "4")]


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("def fit(data):\n    return data.mean", "AttributeError"),
        ("def fit(data):\n    return dta", "NameError"),
        ("def fit(data):\n    if False:\n        size = 3\n    return size", "UnboundLocalError"),
        (
            "def help_me():\n    raise NotImplementedError()\ndef fit(data):\n    return help_me()",
            "NotImplementedError",
        ),
        (
            "def fit(data):\n    return torch.distributions.Distribution(validate_args=False).rsample()",
            "NotImplementedError",
        ),
        ("def fit(data):\n    return [1]\ntrained = 5\ndel trained\ndef fit(data):\n    return trained", "NameError"),
    ],
    ids=["attribute", "a name of its own", "a local", "another function", "a library", "a name that it makes itself"],
)
def test_an_error_of_a_written_function_is_not_hidden(cells, above, kind):
    notebook = cells(above, TRAIN)
    assert notebook[1][0] == "error"
    assert WAITING not in notebook[1][1]


def test_a_name_is_no_longer_waited_for_once_its_cell_has_run(cells):
    written = "def fit(data):\n    return [4]"
    below = "with expect.when_written('classify'):\n    print(trained)"
    assert cells(STUB, TRAIN, written, TRAIN, "del trained", below)[-1][0] == "error"


def test_it_must_be_told_what_the_cell_waits_for():
    from autograder import expect

    with pytest.raises(TypeError, match="names of the tasks"), expect.when_written():
        pass


# --- the overview ------------------------------------------------------------------------------------------------


def check(title: str, right: bool) -> str:
    return f"with expect.check({title!r}):\n    expect.that({right}, 'no')"


def test_the_overview_counts_the_checks_that_have_run_and_names_those_that_are_open(cells):
    said = cells(check("A", True), check("B", False), check("C", True), "expect.overview()")[-1][1]
    assert said.splitlines()[0] == "◐ Checks of this notebook: 2 of 3 checks look right"
    assert "Not yet: B" in said
    assert "Not yet: A" not in said
    assert "Run All stops at the first cell that fails" in said


def test_a_check_that_runs_again_replaces_what_it_said_before(cells):
    first = cells(check("A", False), check("B", True), check("A", True), "expect.overview()")[-1][1]
    assert "✓ Checks of this notebook: 2 of 2 checks look right" in first
    second = cells(check("A", True), check("A", False), "expect.overview()")[-1][1]
    assert "○ Checks of this notebook: 0 of 1 checks look right" in second


def test_before_any_check_the_overview_says_so(cells):
    assert "No check has run yet" in cells("expect.overview()")[-1][1]
