"""Records and mismatches to hold assertions against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import expect
from autograder.expect import Mismatch
from autograder.probes.records import Site, Trace


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


# --- live, in a notebook -----------------------------------------------------------------------------------------


def model(n: int = 3) -> torch.Tensor:
    mu = pyro.param("live_mu", torch.tensor(1.0))
    with pyro.plate("N", n):
        return pyro.sample("y", dist.Normal(mu, 2.0))


def stub(data: Any = None) -> None:
    raise NotImplementedError
