"""Assertions on fits and posteriors."""

from __future__ import annotations

import math

import pytest
import torch

from autograder import expect
from autograder.tests.expect.made import hidden, mismatch


def test_a_fit_that_keeps_its_promises_passes():
    expect.fitted("fit", {"loc": 1, "scale": 2}, guide=("loc",), kind="AutoNormal")
    expect.fitted("fit", [])


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
