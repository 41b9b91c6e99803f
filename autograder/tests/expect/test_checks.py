"""What a check says: of a pass, of a mismatch, and of an exception: whose it was, at which line."""

from __future__ import annotations

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import expect
from autograder.expect import Mismatch
from autograder.tests.expect.made import mismatch, model, stub

STUB = "def plate(name):\n    raise NotImplementedError()\n\ndef sample(name):\n    return plate(name)"
NEEDS = "`sample(…)` needs `plate`, which is still the stub"
TWICE = ["def twice():", "    return sample('x'), sample('y')", "expect.call(twice)"]
GIVEN = "def model(data=None):\n    if data is None:\n        raise ValueError('Give data.')\n    return data.mean()"


def check(*lines: str) -> str:
    return "\n    ".join(["with expect.check('One'):", *lines])


@pytest.mark.parametrize(
    ("student", "body", "said"),
    [
        (STUB, ["expect.call(sample, ('x',))"], "`sample('x')` needs `plate`, which is still the stub"),
        (STUB, ["expect.call(plate, ('x',))"], "`plate` is still the stub"),
        (STUB, ["expect.error(plate, ('x',))"], "`plate` is still the stub"),
        (STUB, ["sample('x')"], NEEDS),
        (STUB, TWICE, NEEDS),
        (
            "class Handler:\n    def __enter__(self):\n        raise NotImplementedError",
            ["Handler().__enter__()"],
            "`Handler.__enter__` is still the stub",
        ),
        ("pass", ["expect.call(fit)"], "`fit` is not defined when this cell runs"),
        (
            "pass",
            TWICE,
            "`sample` is not defined when this cell runs",
        ),
        (
            "def fit(): raise NotImplementedError()\nwith expect.when_written('fit'):\n    trained = fit()",
            ["expect.that(trained is not None, 'no')"],
            "`fit` is still the stub",
        ),
    ],
)
def test_what_is_still_to_be_written_is_named_wherever_it_stands(cells, student, body, said):
    shown = cells(student, check(*body))[1][1]
    assert said in shown
    assert shown.startswith("○ One: ")


@pytest.mark.parametrize(
    ("student", "body", "said"),
    [
        (
            "def fit(data):\n    first = data\n    return first['mu']",
            ["expect.call(fit, ({'nu': 1},))"],
            "`fit({'nu': 1})` raised KeyError at the line `return first['mu']`: 'mu'",
        ),
        (
            "def aid(x):\n    return x.mean\n\ndef fit(data):\n    return aid(data)",
            ["expect.call(fit, (3,))"],
            "`fit(3)` raised AttributeError at the line `return x.mean`: 'int' object has no attribute 'mean'",
        ),
        (
            "def fit(data):\n    for _ in range(2):\n        model()",
            ["expect.call(fit, (3,))"],
            "at the line `model()`, which led to `raise ValueError('Give data.')` in `model`: Give data.",
        ),
        (
            "def fit(data):\n    return data.missing",
            ["def half(data):", "    return fit(data) / 2", "expect.call(half, (3,))"],
            "`fit(…)` raised AttributeError at the line `return data.missing`",
        ),
        (
            "class Handler:\n    def __enter__(self):\n        return self.stack",
            ["Handler().__enter__()"],
            "`Handler.__enter__(…)` raised AttributeError at the line `return self.stack`",
        ),
        (
            "def fit(data):\n    return daat",
            ["fit(3)"],
            "`fit(…)` raised NameError at the line `return daat`: name 'daat' is not defined",
        ),
        (
            "def fit():\n    return torch.distributions.Distribution(validate_args=False).rsample()",
            ["expect.call(fit)"],
            "`fit()` raised NotImplementedError at the line `return torch.distributions",
        ),
    ],
)
def test_an_exception_of_the_students_names_their_own_line(cells, student, body, said):
    shown = cells(GIVEN, student, check(*body))[2][1]
    assert said in shown
    assert shown.startswith("✗ One: raised an error")


@pytest.mark.parametrize(
    ("gives", "body", "said"),
    [
        (
            "[1, 2, 3]",
            ["got = fit()", "expect.close(got.flatten(), 1.0, 'it')"],
            "`got.flatten`, and `got` is a list of 3",
        ),
        ("{'a': [1]}", ["got = fit()", "got['a'].mean()"], "`got['a'].mean`, and `got['a']` is a list of 1 entry"),
        (
            "{'a': [1]}",
            ["got = expect.call(fit)", "got['b']"],
            "`got['b']`, and `got` is a dictionary with the entry 'a'",
        ),
        ("None", ["got = fit()", "abs(got)"], "`abs(got)`, and `got` is None (a function without `return` gives None)"),
        ("fit", ["got = fit()", "got + 1"], "`got + 1`, and `got` is a function"),
        ("torch.nn.Linear(1, 1)", ["got = fit()", "got['a']"], "`got['a']`, and `got` is an object of type Linear"),
        (
            "torch.ones(3)",
            ["def both():", "    a, b = fit()", "    return a", "expect.call(both)"],
            "`a, b`",
        ),
        ("'text'", ["def half():", "    return fit() / 2", "expect.call(half)"], "`fit() / 2`"),
    ],
)
def test_a_check_that_cannot_use_what_came_says_where_it_stopped_and_at_what(cells, gives, body, said):
    shown = cells(f"def fit():\n    return {gives}", check(*body))[1][1]
    assert said in shown
    assert "This check stopped at `" in shown
    assert "raised" not in shown
    assert shown.startswith("✗ One: cannot be used")


def test_live_functions_give_records():
    run = expect.trace(model, (4,), values={"y": torch.zeros(4)}, params={"live_mu": 3.0})
    want = dist.Normal(3.0, 2.0).log_prob(torch.zeros(4)).sum()
    assert run.log_density == pytest.approx(float(want), rel=1e-5)
    assert expect.site(run, "y", plates={"N": (4, -1)}).family == "Normal"
    assert expect.call(lambda a, b: a + b, (1,), {"b": 2}) == 3
    assert expect.error(int, ("x",)).type == "ValueError"
    assert expect.error(int, ("3",)) is None
    assert mismatch(expect.call, int, ("x",)).code == "raised:ValueError:int"
    assert mismatch(expect.trace, stub).code == "stub:stub"
    assert mismatch(expect.error, stub).code == "stub:stub"
    assert "live_mu" not in pyro.get_param_store()


def test_a_check_that_passes_says_so_and_what_else_is_graded(capsys):
    with expect.check("The plate", also="other sizes"):
        expect.site(expect.trace(model), "y")
    said = capsys.readouterr().out
    assert all(part in said for part in ("✓", "The plate", "other sizes"))
    with expect.check("The plate"):
        pass
    assert "hidden grader" not in capsys.readouterr().out


def test_a_check_that_fails_shows_sentence_look_and_table_and_raises(capsys):
    with pytest.raises(Mismatch), expect.check("The plate"):
        expect.site(expect.trace(model), "y", batch_shape=(8,))
    said = capsys.readouterr().out
    assert all(part in said for part in ("✗", "The plate", "[3]", "[8]", "plates make them", "y dist"))
    assert "✓" not in said


def test_a_check_knows_the_stub_and_the_missing_name(capsys):
    with pytest.raises(Mismatch) as caught, expect.check("One"):
        expect.trace(stub)
    assert caught.value.code.startswith("stub")
    with pytest.raises(Mismatch) as caught, expect.check("Two"):
        stub()
    assert caught.value.code.startswith("stub")
    with pytest.raises(Mismatch) as caught, expect.check("Three"):
        expect.trace(not_there)  # noqa: F821
    assert caught.value.code == "undefined:not_there"
    said = capsys.readouterr().out
    assert said.count("○") == 3
    assert said.count("still the stub") >= 2
    assert "Three: not defined yet" in said
    assert "`not_there`" in said


def test_a_check_that_breaks_is_not_passed_and_keeps_the_cause(capsys):
    with pytest.raises(Mismatch) as caught, expect.check("One"):
        raise ZeroDivisionError("by zero")
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    said = capsys.readouterr().out
    assert all(part in said for part in ("✗", "ZeroDivisionError", "by zero"))
    assert "✓" not in said


def test_mistakes_outside_a_check_keep_their_own_traceback():
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    shown: list[str] = []
    shell._showtraceback = lambda kind, error, lines: shown.append("\n".join(lines))  # type: ignore[method-assign]
    shell.run_cell("def f():\n    return 1 / 0\nf()")
    assert "ZeroDivisionError" in shown[-1]
    assert "return" in shown[-1]
    shell.run_cell("from autograder import expect\nwith expect.check('One'):\n    expect.call(f)")
    assert "ZeroDivisionError" not in shown[-1]
    assert "the panel above says why" in shown[-1]
