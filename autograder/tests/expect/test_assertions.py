"""The assertions: what each lets pass, what it says where it does not, and what hiding() keeps from the student."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import expect
from autograder.expect import Mismatch
from autograder.probes.records import Opaque, Plate, Raised, Site, Trace


def mismatch(assertion: Callable[..., Any], *args: Any, **kwargs: Any) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        assertion(*args, **kwargs)
    return caught.value


def hidden(assertion: Callable[..., Any], *args: Any, **kwargs: Any) -> Mismatch:
    with expect.hiding():
        return mismatch(assertion, *args, **kwargs)


def everything(found: Mismatch) -> str:
    return "\n".join([str(found), found.code, found.message, found.look, found.table, *map(str, found.lines())])


def site(name: str = "y", log_prob: Any = None, **facts: Any) -> Site:
    facts = {"kind": "sample", "observed": True, "family": "Normal"} | facts
    return Site(name, log_prob=None if log_prob is None else torch.as_tensor(log_prob), **facts)


def trace(*sites: Site, **facts: Any) -> Trace:
    return Trace({site.name: site for site in sites}, shapes="Trace Shapes: TABLE", called="model(tensor[7])", **facts)


MU = site("mu", observed=False)
PLATED = site("y", plates=(Plate("N", -1, 7), Plate("G", -2, 3)), batch_shape=(3, 7), event_shape=(2,))


# --- sites -------------------------------------------------------------------------------------------------------


def test_sites_passes_on_exactly_these_names_in_any_order():
    run = trace(site("b", observed=False), MU, site("y"), site("a", kind="param", observed=False))
    expect.sites(run, latent=["mu", "b"], observed=["y"], params=["a"])
    expect.sites(run)
    expect.sites(run, observed=("y",))
    expect.sites(trace(), latent=[], observed=[], params=[])


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        ({"latent": ["mu", "tau"]}, ["'mu'", "'tau'", "latent"]),
        ({"latent": []}, ["'mu'", "none"]),
        ({"observed": ["x"]}, ["'y'", "'x'", "observed"]),
        ({"params": ["loc"]}, ["no params", "'loc'"]),
        ({"latent": ["y"]}, ["'mu'", "'y'"]),
    ],
)
def test_sites_says_what_there_is_and_what_was_wanted(wanted, parts):
    found = mismatch(expect.sites, trace(MU, site("y")), **wanted)
    assert all(part in found.message for part in ["model(tensor[7])", *parts])
    assert found.look
    assert "TABLE" in found.table
    assert found.code.startswith(f"sites:{next(iter(wanted))}:")


def test_sites_codes_name_what_differs():
    first = mismatch(expect.sites, trace(MU), latent=["mu", "tau"])
    again = mismatch(expect.sites, trace(MU, site("y")), latent=["tau", "mu"])
    other = mismatch(expect.sites, trace(MU), latent=["sigma", "mu"])
    assert first.code == again.code != other.code


def test_site_passes_on_what_is_there_and_gives_it():
    run = trace(MU, PLATED)
    assert expect.site(run, "mu") is run.sites["mu"]
    expect.site(run, "mu", observed=False, family="Normal", batch_shape=(), event_shape=[], plates={})
    expect.site(run, "y", observed=True, batch_shape=[3, 7], event_shape=(2,), plates={"G": 3, "N": (7, -1)})


@pytest.mark.parametrize(
    ("facts", "code", "parts", "table"),
    [
        ({"name": "x"}, "site:x", ["'x'", "'y'", "'mu'"], True),
        ({"observed": False}, "observed:y", ["observed", "latent"], True),
        ({"family": "Gamma"}, "family:y", ["Normal", "Gamma"], False),
        ({"batch_shape": (7, 3)}, "batch_shape:y", ["[3, 7]", "[7, 3]"], True),
        ({"event_shape": ()}, "event_shape:y", ["[2]", "[]"], True),
        ({"plates": {"N": 7}}, "plates:y", ["'G'", "'N'"], True),
        ({"plates": {}}, "plates:y", ["'G'", "'N'"], True),
        ({"plates": {"N": 8, "G": 3}}, "plate_size:N", ["7", "8"], True),
        ({"plates": {"N": (7, -2), "G": (3, -1)}}, "plate_dim:", ["-1", "-2"], True),
    ],
    ids=str,
)
def test_site_says_which_fact_differs(facts, code, parts, table):
    facts = dict(facts)
    name = facts.pop("name", "y")
    found = mismatch(expect.site, trace(MU, PLATED), name, **facts)
    assert found.code.startswith(code)
    assert all(part in found.message for part in parts)
    assert ("TABLE" in found.table) is table


def test_a_param_or_plate_is_no_sample_site():
    run = trace(site("a", kind="param"), site("N", kind="plate"))
    for name in ("a", "N"):
        assert mismatch(expect.site, run, name).code == f"site:{name}"


def test_structure_compares_each_site_of_the_wanted_trace():
    want = trace(MU, PLATED)
    expect.structure(trace(PLATED, MU), want)
    flat = site("y", plates=PLATED.plates, batch_shape=(3, 7), event_shape=())
    expect.structure(trace(MU, flat), want, shapes=False)
    assert mismatch(expect.structure, trace(MU, flat), want).code == "event_shape:y"
    assert mismatch(expect.structure, trace(PLATED), want).code.startswith("sites:latent")
    unplated = site("y", batch_shape=(3, 7), event_shape=(2,))
    assert mismatch(expect.structure, trace(MU, unplated), want).code.startswith("plates:y")
    swapped = site("y", plates=(Plate("N", -2, 7), Plate("G", -1, 3)), batch_shape=(3, 7), event_shape=(2,))
    assert mismatch(expect.structure, trace(MU, swapped), want).code.startswith("plate_dim:N")
    assert mismatch(expect.structure, trace(MU, PLATED, site("z")), want).code.startswith("sites:observed")


def test_a_sequential_plate_has_a_size_and_no_dim():
    loop = site("y", plates=(Plate("N", None, 7),))
    expect.structure(trace(loop), trace(loop))
    longer = site("y", plates=(Plate("N", None, 8),))
    assert mismatch(expect.structure, trace(loop), trace(longer)).code.startswith("plate_size:N")


# --- density -----------------------------------------------------------------------------------------------------


def test_density_compares_each_sites_sum():
    want = trace(site("mu", [-1.0], observed=False), site("y", [-2.0, -3.0]))
    expect.density(trace(site("y", -5.0), site("mu", [-0.5, -0.5], observed=False)), want)
    expect.density(trace(site("mu", -1.0), site("y", 9.0)), want, sites=["mu"])
    found = mismatch(expect.density, trace(site("mu", -1.0), site("y", -5.1)), want)
    assert found.code == "density:y"
    assert "-5.1000" in found.message
    assert "-5.0000" in found.message
    assert "'y'" in found.look
    assert mismatch(expect.density, trace(site("mu", -1.0)), want).code == "site:y"


def test_density_is_not_deceived_by_what_is_no_number():
    want = trace(site("y", -5.0))
    for log_prob in (math.nan, math.inf, None):
        assert mismatch(expect.density, trace(site("y", log_prob)), want).code == "density:y"


def test_density_sees_another_scale():
    """A likelihood counted twice at half its weight has the right sum."""
    want = trace(site("y", -5.0, scale=2.0))
    expect.density(trace(site("y", -5.0, scale=torch.tensor(2.0))), want)
    assert mismatch(expect.density, trace(site("y", -5.0)), want).code == "scale:y"


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


# --- slopes ------------------------------------------------------------------------------------------------------

SLOPES = {"mu": {"mu": torch.tensor(-0.5)}, "y": {"mu": torch.tensor(2.0), "w": torch.tensor([1.0, -3.0])}}


def test_slopes_pass_where_each_site_moves_as_it_should():
    expect.slopes(SLOPES, SLOPES)
    expect.slopes({**SLOPES, "y": SLOPES["y"] | {"mu": torch.tensor(2.0001)}}, SLOPES)
    expect.slopes({**SLOPES, "y": SLOPES["y"] | {"b": torch.tensor(0.0)}}, SLOPES)  # zero is as good as none
    still = {**SLOPES, "y": SLOPES["y"] | {"b": torch.tensor(0.0)}}
    expect.slopes(SLOPES, still)
    expect.follows(SLOPES, "y", "w")


@pytest.mark.parametrize(
    ("change", "code", "parts"),
    [
        ({"mu": torch.tensor(3.0)}, "close:slope:y:mu", ["slope", "y", "mu", "3"]),
        ({"w": torch.tensor([1.0, 3.0])}, "close:slope:y:w", ["slope", "y", "w", "[1.0, 3.0]"]),
        ({"w": torch.tensor(1.0)}, "shape:slope:y:w", ["shape"]),
        ({"b": torch.tensor(1.0)}, "close:slope:y:b", ["slope", "b", "1"]),
    ],
    ids=lambda part: str(part)[:20],
)
def test_slopes_say_which_site_moves_otherwise_and_with_what(change, code, parts):
    found = hidden(expect.slopes, SLOPES | {"y": SLOPES["y"] | change}, SLOPES)
    assert found.code == code
    assert all(part in found.message for part in parts)


@pytest.mark.parametrize("got", [SLOPES | {"y": {"w": SLOPES["y"]["w"]}}, {"mu": SLOPES["mu"]}, {}])
def test_a_site_that_is_made_from_a_copy_is_told_as_that(got):
    want = {"y": {"mu": SLOPES["y"]["mu"]}}
    found = hidden(expect.slopes, got, want)
    assert found.code == "copy:y:mu"
    assert "y is not made from mu itself" in found.message
    assert hidden(expect.follows, got, "y", "mu").code == "copy:y:mu"


def test_a_slope_that_is_zero_follows_nothing():
    assert mismatch(expect.follows, {"y": {"mu": torch.zeros(2)}}, "y", "mu").code == "copy:y:mu"


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


def test_a_fit_that_keeps_its_promises_passes():
    expect.fitted("fit", {"loc": 1, "scale": 2}, guide=("loc",), kind="AutoNormal")
    expect.fitted("fit", [])


def test_a_guide_that_was_never_called_is_no_trained_one():
    """It has no parameters, whatever stands in the store and whatever its class is."""
    expect.fitted("fit", ["loc"], guide=["loc"], kind="AutoNormal", called=True)
    found = hidden(expect.fitted, "fit", ["loc"], guide=["loc"], kind="AutoNormal", called=False)
    assert found.code == "that:not_called"
    assert found.message.startswith("The guide that fit returned was never called")
    assert "SVI" in found.look
    other = hidden(expect.fitted, "fit", ["loc"], kind="list", called=False)
    assert other.code == "equal:kind_list", "the class first: a list cannot be called"


@pytest.mark.parametrize(
    ("store", "kind", "code", "said"),
    [
        (["loc"], "AutoDelta", "equal:kind_AutoDelta", "The class of what fit returned is 'AutoDelta'"),
        (["other"], "AutoNormal", "that:guide_argument", "The parameters of the guide that fit was given"),
        (["loc", "forgotten"], "AutoNormal", "that:not_cleared", "fit did not empty the store"),
    ],
)
def test_a_fit_that_breaks_a_promise_is_told_which(store, kind, code, said):
    found = hidden(expect.fitted, "fit", store, guide=["loc"], kind=kind)
    assert (found.code, said in found.message) == (code, True), found.message


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


def test_that_says_the_given_sentence():
    expect.that(True, "never said")
    found = mismatch(expect.that, False, "Draw fresh values.", look="Look there.")
    assert found.message == "Draw fresh values."
    assert ("Where to look", "Look there.") in found.lines()
    assert mismatch(expect.that, False, "Whatever 3.5", code="fresh").code == "that:fresh"


def test_posterior_is_held_against_the_exact_one():
    expect.posterior(1.0, 0.5, 1.05, 0.5, "mu")
    expect.posterior(1.0, 0.5, 2.0, 0.5, "mu", mean_within=2.1)
    low = mismatch(expect.posterior, 0.9, 0.5, 1.0, 0.5, "mu")
    assert low.code == "mean:mu"
    assert "1.0000" in low.message
    assert mismatch(expect.posterior, 1.0, 0.6, 1.0, 0.5, "mu").code == "sd:wide:mu"
    narrow = mismatch(expect.posterior, 1.0, 0.4, 1.0, 0.5, "mu")
    assert narrow.code == "sd:narrow:mu"
    assert "0.5000" in narrow.message
    for mean, sd in ((math.nan, 0.5), (1.0, math.inf), (torch.tensor(1.0), 0.5), (1.0, None)):
        assert mismatch(expect.posterior, mean, sd, 1.0, 0.5, "mu").code.split(":")[0] in ("kind", "finite")


def test_messages_are_short():
    found = mismatch(expect.raised, Raised("E", ["E"], "x" * 5000), "ValueError", "f()")
    assert len(found.message) < 800


# --- hiding ------------------------------------------------------------------------------------------------------


def forms(number: float) -> set[str]:
    """Every way in which a message may print a number."""
    return (
        {f"{number:.{digits}f}" for digits in range(2, 7)} | {f"{number:.{d}g}" for d in range(3, 8)} | {repr(number)}
    )


def numbers(count: int) -> list[tuple[float, float]]:
    """Pairs of a wanted and another number, unlike in their first digits."""
    rng = random.Random(5)
    pairs = [(rng.uniform(1, 9) * 10 ** rng.randint(-2, 3), rng.uniform(-9, -1)) for _ in range(count)]
    return [(want, got - 100) for want, got in pairs]


ASSERTIONS: dict[str, Callable[[float, float], Any]] = {
    "close number": lambda want, got: expect.close(got, want, "what f gave"),
    "close tensor": lambda want, got: expect.close(torch.tensor([got, got]), torch.tensor([want, want + 1]), "it"),
    "close list": lambda want, got: expect.close([[got], [got]], [[want], [want]], "it"),
    "close one of many": lambda want, got: expect.close([0.0] * 8 + [got], [0.0] * 8 + [want], "it"),
    "close shape": lambda want, got: expect.close([got], torch.tensor([want, want]), "it"),
    "close kind": lambda want, got: expect.close(None, want, "it"),
    "equal": lambda want, got: expect.equal(got, want, "it"),
    "equal list": lambda want, got: expect.equal([1, got], [1, want], "it"),
    "equal text": lambda want, got: expect.equal("a", f"{want:.4f}", "it"),
    "equal kind": lambda want, got: expect.equal(None, [want], "it"),
    "density": lambda want, got: expect.density(trace(site("y", got)), trace(site("y", want))),
    "density of none": lambda want, got: expect.density(trace(site("y")), trace(site("y", want))),
    "density scale": lambda want, got: expect.density(
        trace(site("y", got, scale=1.0)), trace(site("y", got, scale=want))
    ),
    "posterior mean": lambda want, got: expect.posterior(got, 0.5, want, 0.5, "mu"),
    "posterior narrow": lambda want, got: expect.posterior(0.0, 1e-4, 0.0, want, "mu"),
    "posterior wide": lambda want, got: expect.posterior(0.0, 1e6, 0.0, want, "mu"),
    "posterior kind": lambda want, got: expect.posterior(None, 1.0, want, want, "mu"),
}


@pytest.mark.parametrize("name", ASSERTIONS)
def test_hidden_messages_never_contain_the_wanted_number(name):
    codes = set()
    for want, got in numbers(60):
        found = hidden(ASSERTIONS[name], want, got)
        said = everything(found)
        assert not [text for text in forms(want) if text in said], (want, said)
        codes.add(found.code)
    assert len(codes) == 1, "equal mistakes have equal codes"
    assert not any(c.isdigit() for c in codes.pop())


@pytest.mark.parametrize("name", ["close number", "close tensor", "equal", "density", "posterior mean"])
def test_what_came_is_said_even_when_what_was_wanted_is_hidden(name):
    for want, got in numbers(10):
        assert f"{got:.2f}"[:5] in everything(hidden(ASSERTIONS[name], want, got))


def test_hiding_ends_with_its_block():
    with expect.hiding():
        with expect.hiding():
            pass
        assert "8.5" not in mismatch(expect.close, 1.0, 8.5, "it").message
    assert "8.5" in mismatch(expect.close, 1.0, 8.5, "it").message
    with pytest.raises(ZeroDivisionError), expect.hiding():
        raise ZeroDivisionError
    assert "8.5" in mismatch(expect.close, 1.0, 8.5, "it").message


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


# --- live, in a notebook -----------------------------------------------------------------------------------------


def model(n: int = 3) -> torch.Tensor:
    mu = pyro.param("live_mu", torch.tensor(1.0))
    with pyro.plate("N", n):
        return pyro.sample("y", dist.Normal(mu, 2.0))


def stub(data: Any = None) -> None:
    raise NotImplementedError


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


def test_a_mismatch_shows_its_sentence_and_not_the_kits_own_stack():
    found = mismatch(expect.that, False, "Draw fresh values.")
    lines = "\n".join(found._render_traceback_())
    assert "Draw fresh values." in lines
    assert "expect.py" not in lines


# --- the ladder --------------------------------------------------------------------------------------------------


def first_line(said: str) -> str:
    return said.splitlines()[0]


def nothing(x: float = 0.0) -> None:
    """No return."""


LADDER: dict[str, tuple[Callable[[], Any], str]] = {
    "not defined": (lambda: expect.call(not_there), "not defined yet"),  # noqa: F821
    "the stub": (lambda: expect.call(stub), "still the stub"),
    "too many arguments": (lambda: expect.call(model, (1, 2)), "wrong arguments"),
    "an unknown name": (lambda: expect.trace(model, (), {"size": 3}), "wrong arguments"),
    "a missing argument": (lambda: expect.call(lambda data, n: 0, (1,)), "wrong arguments"),
    "nothing": (lambda: expect.close(expect.call(nothing), 1.0, "it"), "nothing returned"),
    "nothing for a text": (lambda: expect.equal(expect.call(nothing), "a", "it"), "nothing returned"),
    "nothing for a list": (lambda: expect.length(expect.call(nothing), 2, "it"), "nothing returned"),
    "nothing for a plain number": (lambda: expect.number(expect.call(nothing), "it"), "nothing returned"),
    "a text for a number": (lambda: expect.close("a", 1.0, "it"), "wrong kind of value"),
    "a missing site": (lambda: expect.site(expect.trace(model), "x"), "wrong sites"),
    "a site too many": (lambda: expect.sites(expect.trace(model), latent=[]), "wrong sites"),
    "an observed site": (lambda: expect.site(expect.trace(model), "y", observed=True), "wrong sites"),
    "a plate too many": (lambda: expect.site(expect.trace(model), "y", plates={}), "wrong plates"),
    "a plate's size": (lambda: expect.site(expect.trace(model), "y", plates={"N": 4}), "wrong plates"),
    "a batch shape": (lambda: expect.site(expect.trace(model), "y", batch_shape=()), "wrong shape"),
    "an event shape": (lambda: expect.site(expect.trace(model), "y", event_shape=(3,)), "wrong shape"),
    "a shape": (lambda: expect.close([1.0], 1.0, "it"), "wrong shape"),
    "a length": (lambda: expect.length([1], 2, "it"), "wrong shape"),
    "nan": (lambda: expect.close(math.nan, 1.0, "it"), "not finite"),
    "inf in a tensor": (lambda: expect.close(torch.tensor([1.0, -math.inf]), [1.0, 2.0], "it"), "not finite"),
    "a number that is nan": (lambda: expect.number(math.nan, "it"), "not finite"),
    "a density of nan": (lambda: expect.density(trace(site("y", math.nan)), trace(site("y", -5.0))), "not finite"),
    "almost": (lambda: expect.close(1.02, 1.0, "it"), "almost"),
    "almost zero": (lambda: expect.close(1.5e-4, 0.0, "it"), "almost"),
    "almost, by a wide tolerance": (lambda: expect.close(1.3, 1.0, "it", rtol=0.2), "almost"),
    "almost the density": (lambda: expect.density(trace(site("y", -5.01)), trace(site("y", -5.0))), "almost"),
    "another number": (lambda: expect.close(1.2, 1.0, "it"), "not yet"),
    "one of many is far": (lambda: expect.close([1.0, 2.0, 9.0], [1.0, 2.0, 3.0], "it"), "not yet"),
    "another sign": (lambda: expect.close(-1.0, 1.0, "it"), "not yet"),
    "an infinite number wanted": (lambda: expect.close(1.0, math.inf, "it"), "not yet"),
    "another density": (lambda: expect.density(trace(site("y", -5.2)), trace(site("y", -5.0))), "not yet"),
    "another family": (lambda: expect.site(expect.trace(model), "y", family="Gamma"), "not yet"),
    "another text": (lambda: expect.equal("a", "b", "it"), "not yet"),
    "an exception of its own": (lambda: expect.call(int, ("x",)), "raised an error"),
    "a TypeError inside": (lambda: expect.call(lambda: len(3)), "raised an error"),
    "an exception in the check": (lambda: 1 / 0, "cannot be used"),
}


@pytest.mark.parametrize("name", LADDER)
def test_a_check_tells_the_states_apart(name, capsys):
    does, state = LADDER[name]
    with pytest.raises(Mismatch), expect.check("A title"):
        does()
    said = capsys.readouterr().out
    assert first_line(said)[2:] == f"A title: {state}"
    assert "close, but not equal" in said if state == "almost" else "close, but" not in said
    assert len(said.splitlines()) >= 2, "a state and no sentence"


def test_other_arguments_are_told_with_both_signatures(capsys):
    def fit(data: torch.Tensor, *, steps: int = 3) -> float:
        return 0.0

    with pytest.raises(Mismatch) as caught, expect.check("It fits"):
        expect.call(fit, (torch.zeros(7), 5))
    said = capsys.readouterr().out
    assert "`fit(tensor of shape [7], 5)`" in said
    assert "`fit(data, *, steps=3)`" in said
    assert "too many positional arguments" in said
    assert caught.value.code == "arguments:fit"


def test_near_is_no_more_than_a_word():
    """A hidden grader's text does not tell who is near: that would answer guesses."""
    near, far = (hidden(expect.close, got, 1.0, "it") for got in (1.02, 9.0))
    assert (near.near, far.near) == (True, False)
    assert near.code == far.code
    assert everything(near).replace("1.02", "9.0") == everything(far)


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
