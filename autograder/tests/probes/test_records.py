"""Records cross the pipe with their own types, and a record of another form is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograder.probes.records import (
    Name,
    Opaque,
    Plate,
    Plot,
    Raised,
    Site,
    Trace,
)
from autograder.probes.wire import decode, encode
from autograder.tests.probes.crossing import RECORDS, a_trace, alike, refused, there_and_back


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_come_back(record):
    came = there_and_back(record)
    assert alike(came, record)


def test_a_record_may_stand_in_any_value():
    assert there_and_back({"a": [Name("f"), (Opaque("T"),)]}) == {"a": [Name("f"), [Opaque("T")]]}


def test_dictionaries_and_sites_keep_their_order():
    assert list(there_and_back({"b": 1, "a": 2})) == ["b", "a"]
    assert list(there_and_back(a_trace()).sites) == ["mu", "N", "y"]


def record(value: Any) -> dict[str, Any]:
    return json.loads(encode(value)[0])


@pytest.mark.parametrize("value", RECORDS, ids=lambda value: type(value).__name__)
def test_a_record_with_missing_or_unknown_fields_is_refused(value):
    text, buffer = encode(value)
    assert alike(decode(text, buffer), value)
    for name in json.loads(text)["v"]:
        tree = json.loads(text)
        del tree["v"][name]
        refused(tree, buffer, "missing or unknown")
    tree = json.loads(text)
    tree["v"]["extra"] = None
    refused(tree, buffer, "missing or unknown")


SITE = Site("y", "sample", value=1.0, plates=(Plate("N", -1, 3),))


@pytest.mark.parametrize(
    ("value", "field", "wrong"),
    [
        (SITE, "name", 1),
        (SITE, "name", None),
        (SITE, "observed", 1),
        (SITE, "observed", "True"),
        (SITE, "observed", None),
        (SITE, "log_prob", 1.0),
        (SITE, "log_prob", [1.0]),
        (SITE, "scale", "1"),
        (SITE, "scale", True),
        (SITE, "scale", None),
        (SITE, "batch_shape", [1.0]),
        (SITE, "batch_shape", [True]),
        (SITE, "batch_shape", "3"),
        (SITE, "batch_shape", None),
        (SITE, "size", True),
        (SITE, "size", 3.0),
        (SITE, "plates", [3]),
        (SITE, "plates", {"$": "dict", "v": {}}),
        (SITE, "plates", [record(Name("N"))]),
        (Plate("N", -1, 3), "dim", "-1"),
        (Plate("N", -1, 3), "dim", True),
        (Plate("N", -1, 3), "size", True),
        (Plate("N", -1, 3), "size", None),
        (Trace({}), "sites", []),
        (Trace({}), "sites", {"$": "dict", "v": {"y": 1}}),
        (Trace({}), "sites", {"$": "dict", "v": {"y": record(Plate("N", -1, 3))}}),
        (Trace({}), "log_density", "0"),
        (Trace({}), "log_density", True),
        (Trace({}), "shapes", None),
        (Raised("E", ["E"], ""), "bases", "E"),
        (Raised("E", ["E"], ""), "bases", [1]),
        (Name("f"), "name", ["f"]),
        (Plot([]), "axes", [record(Plot([]))]),
    ],
    ids=str,
)
def test_a_field_of_the_wrong_type_is_refused(value, field, wrong):
    tree = record(value)
    tree["v"][field] = wrong
    refused(tree, match="wrong type")


def test_a_whole_number_may_stand_for_a_float_in_a_record_and_comes_back_as_one():
    tree = record(Trace({}))
    tree["v"]["log_density"] = -2
    came = decode(json.dumps(tree).encode(), b"")
    assert alike(came.log_density, -2.0)


def test_a_record_keeps_its_own_types():
    """Lists are lists and shapes are tuples again, so that equal records are equal."""
    came = there_and_back(SITE)
    assert came.plates == (Plate("N", -1, 3),)
    assert came.batch_shape == ()
