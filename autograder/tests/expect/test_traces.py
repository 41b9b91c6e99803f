"""Assertions on traces: sites, structure, density, slopes."""

from __future__ import annotations

import math

import pytest
import torch

from autograder import expect
from autograder.probes.records import Plate
from autograder.tests.expect.made import hidden, mismatch, site, trace

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


# --- slopes ------------------------------------------------------------------------------------------------------

SLOPES = {"mu": {"mu": torch.tensor(-0.5)}, "y": {"mu": torch.tensor(2.0), "w": torch.tensor([1.0, -3.0])}}


def test_slopes_pass_where_each_site_moves_as_it_should():
    expect.slopes(SLOPES, SLOPES)
    expect.slopes({**SLOPES, "y": SLOPES["y"] | {"mu": torch.tensor(2.0001)}}, SLOPES)
    expect.slopes({**SLOPES, "y": SLOPES["y"] | {"b": torch.tensor(0.0)}}, SLOPES)  # zero is as good as none
    still = {**SLOPES, "y": SLOPES["y"] | {"b": torch.tensor(0.0)}}
    expect.slopes(SLOPES, still)
    expect.follows(SLOPES, "y", "w", -2.0)
    expect.follows(SLOPES, "y", "mu", 2.01)
    expect.follows(SLOPES, "y", "w")  # however it moves


@pytest.mark.parametrize(
    ("got", "want"),
    [(SLOPES, 2.5), (SLOPES, -2.0), ({"y": {"mu": torch.tensor(1e-6)}}, 2.0), ({"y": {}}, 2.0), ({}, 2.0)],
)
def test_a_slope_that_is_another_than_the_densities_show_is_that_of_a_copy(got, want):
    assert hidden(expect.follows, got, "y", "mu", want).code == "copy:y:mu"


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
    assert hidden(expect.follows, got, "y", "mu", 2.0).code == "copy:y:mu"


def test_a_slope_that_is_zero_follows_nothing():
    assert mismatch(expect.follows, {"y": {"mu": torch.zeros(2)}}, "y", "mu", 2.0).code == "copy:y:mu"
    assert mismatch(expect.follows, {"y": {"mu": torch.zeros(2)}}, "y", "mu").code == "copy:y:mu"
