"""Values of every kind that crosses the pipe."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import torch

from autograder.probes import records
from autograder.probes.records import (
    Axes,
    Fit,
    Line,
    Name,
    Opaque,
    Param,
    Plate,
    Plot,
    Prop,
    Raised,
    Refused,
    Site,
    Trace,
)
from autograder.probes.wire import decode, encode


def there_and_back(value: Any) -> Any:
    return decode(*encode(value))


def alike(a: Any, b: Any) -> bool:
    """Equal with tensors by dtype, shape and bits, and NaN equal to NaN."""
    if isinstance(a, torch.Tensor) or isinstance(b, torch.Tensor):
        same = isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor)
        return same and a.dtype == b.dtype and a.shape == b.shape and torch.equal(a.nan_to_num(7.5), b.nan_to_num(7.5))
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[key], b[key]) for key in a)
    if type(a) in records.RECORDS.values():
        return all(alike(getattr(a, name), getattr(b, name)) for name in vars(a))
    return bool(a == b)


def a_trace() -> Trace:
    values = torch.tensor([1.0, math.nan, -math.inf])
    sites = {
        "mu": Site("mu", "param", value=torch.tensor(0.5), constraint="Real()"),
        "N": Site("N", "plate", value=torch.arange(3), size=3),
        "y": Site(
            "y",
            "sample",
            observed=True,
            value=values,
            log_prob=values.double(),
            scale=torch.tensor(2.0),
            masked=True,
            batch_shape=(3,),
            event_shape=(),
            family="Normal",
            plates=(Plate("N", -1, 3), Plate("loop", None, 2)),
        ),
    }
    return Trace(sites, returned=[1, None, {"a": values}], shapes="table", log_density=-1.5, called="model()")


RECORDS = [
    a_trace(),
    Name("guide"),
    Prop("step_03", "model"),
    Fit(torch.tensor([3.0, 2.0]), {"a": Param(torch.tensor(1.0), torch.tensor(0.0), "GreaterThan(0.0)")}),
    Plot([Axes("t", "x", "y", ["one"], [Line("one", torch.zeros(2), torch.ones(2))])]),
    Raised("ValueError", ["ValueError", "Exception"], "no\nway", "raise", "f()"),
    Opaque("Normal"),
]


# --- the strict decoder ------------------------------------------------------------------------------------------


def refused(tree: Any, buffer: bytes = b"", match: str | None = None) -> None:
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    with pytest.raises(Refused, match=match):
        decode(text, buffer)
