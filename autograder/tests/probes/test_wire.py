"""The wire form: what goes in comes out, and the decoder refuses everything else, in time and in memory."""

from __future__ import annotations

import json
import math
import random
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch

from autograder.probes import wire
from autograder.probes.records import (
    Opaque,
    Refused,
    Trace,
)
from autograder.probes.wire import decode, encode
from autograder.tests.probes.crossing import RECORDS, alike, refused, there_and_back

DTYPES = [
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
    torch.int64,
    torch.int32,
    torch.int16,
    torch.int8,
    torch.uint8,
    torch.bool,
]


SHAPES = [(), (1,), (7,), (2, 3), (0,), (3, 0, 2), (2, 1, 3, 1, 2)]


# --- round trips -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_a_tensor_keeps_dtype_shape_and_values(dtype, shape):
    whole = torch.randint(0, 2 if dtype is torch.bool else 100, shape).to(dtype)
    assert alike(there_and_back(whole), whole)


@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8])
def test_integers_are_exact_at_the_ends_of_their_range(dtype):
    ends = torch.tensor([torch.iinfo(dtype).min, torch.iinfo(dtype).max], dtype=dtype)
    assert alike(there_and_back(ends), ends)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_floats_keep_their_bits(dtype):
    ends = [torch.finfo(dtype).max, torch.finfo(dtype).tiny, -0.0, math.inf, -math.inf, 1 / 3]
    came = there_and_back(torch.tensor(ends, dtype=dtype))
    assert alike(came, torch.tensor(ends, dtype=dtype))
    assert math.copysign(1, came[2]) == -1
    assert there_and_back(torch.tensor([math.nan], dtype=dtype)).isnan().all()


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6.0).reshape(2, 3).T,
        torch.arange(10.0)[::3],
        torch.tensor(1.0).expand(3, 2),
        torch.ones(2, requires_grad=True),
        torch.nn.Parameter(torch.ones(2, 2)),
    ],
    ids=["transposed", "strided", "expanded", "with grad", "parameter"],
)
def test_a_tensor_may_lie_in_memory_as_it_likes(tensor):
    came = there_and_back(tensor)
    assert alike(came, tensor.detach().clone())
    assert not came.requires_grad


def test_several_tensors_keep_apart():
    value = [torch.ones(3), {"b": torch.zeros(2, dtype=torch.int32), "a": torch.full((2, 2), 5.0)}]
    assert alike(there_and_back(value), value)


def test_a_decoded_tensor_is_its_own():
    text, buffer = encode([torch.zeros(2), torch.zeros(2)])
    first, second = decode(text, buffer)
    first += 1
    assert second.tolist() == [0, 0]
    assert decode(text, buffer)[0].tolist() == [0, 0]


NESTED = [1, [2.0, ["x", None]], {"a": {"b": [True]}, "$": "tensor", "v": 1}]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -3,
        2**63 - 1,
        -(2**63) + 1,
        0.1,
        math.inf,
        -math.inf,
        math.nan,
        "",
        "ü\0\n😀",
        [],
        {},
        NESTED,
    ],
    ids=repr,
)
def test_plain_values_come_back(value):
    assert alike(there_and_back(value), value)


def test_what_is_nearly_plain_becomes_plain():
    class Point(NamedTuple):
        x: int
        y: float

    assert alike(there_and_back((1, 2)), [1, 2])
    assert alike(there_and_back(Point(1, 0.5)), [1, 0.5])
    assert alike(there_and_back(np.float64(0.5)), 0.5)
    assert alike(there_and_back(np.bool_(True)), True)
    assert alike(there_and_back(np.int32(4)), 4)
    assert alike(there_and_back(OrderedDict(a=1)), {"a": 1})
    assert alike(there_and_back(np.arange(3, dtype=np.int16)), torch.arange(3, dtype=torch.int16))
    assert alike(there_and_back(np.ones((2, 3), dtype=np.float32)[:, ::-1]), torch.ones(2, 3))


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        {1: "a"},
        1j,
        10**30,
        -(2**63),
        lambda: 0,
        torch.ones(2, dtype=torch.complex64),
        torch.eye(2).to_sparse(),
        np.array(["a"]),
        np.array([None]),
        torch.distributions.Normal(0.0, 1.0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_becomes_opaque_wherever_it_stands(value):
    assert isinstance(there_and_back(value), Opaque)
    inner = there_and_back(Trace({}, returned=[value]))
    assert isinstance(inner.returned[0], Opaque)


def test_texts_with_half_a_surrogate_cross_as_text_that_can_be_written():
    came = there_and_back({"a\ud800": "b\udfff", "list": ["\ud83d"]})
    json.dumps(came, ensure_ascii=False).encode()
    assert came["list"] == ["?"]
    assert "b?" in came.values()


def test_long_texts_are_cut():
    assert there_and_back("x" * 10_000) == "x" * wire.MAX_TEXT
    assert decode(*encode("x" * 10_000, max_text=20_000)) == "x" * 10_000


# --- the encoder's limits ----------------------------------------------------------------------------------------


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def test_the_encoder_refuses_what_is_too_deep_too_long_or_too_big():
    assert there_and_back(nested(wire.MAX_DEPTH)) == nested(wire.MAX_DEPTH)
    loop: list[Any] = []
    loop.append(loop)
    for value in (nested(wire.MAX_DEPTH + 1), loop, [0] * (wire.MAX_ITEMS + 1)):
        with pytest.raises(Refused, match="limit"):
            encode(value)
    big = torch.zeros(1).expand(wire.MAX_BUFFER // 8 + 1)
    with pytest.raises(Refused, match="MB of numbers"):
        encode(big)
    with pytest.raises(Refused, match="MB of numbers"):
        encode([torch.zeros(wire.MAX_BUFFER // 16), torch.zeros(wire.MAX_BUFFER // 16 + 1)])


def tensor(**changes: Any) -> dict[str, Any]:
    return {"$": "tensor", "dtype": "float32", "shape": [2], "at": 0} | changes


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff\xfe", b"nul", b"[1,]", b"'a'", b"9" * 5000, b"[" * 100_000, b'{"$":' * 50_000, b"\x80abc"],
    ids=lambda text: repr(text[:8]),
)
def test_what_is_not_json_is_refused(text):
    refused(text)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"a": 1},
        {"$": "dict"},
        {"v": {}},
        {"$": "dict", "v": [1]},
        {"$": "dict", "v": None},
        {"$": "dict", "v": {}, "w": 1},
        {"$": None, "v": {}},
        {"$": ["dict"], "v": {}},
        {"$": {"$": "dict", "v": {}}, "v": {}},
        {"$": "Subject", "v": {}},
        {"$": "__class__", "v": {}},
        {"$": "object", "v": {}},
        {"$": "list", "v": {}},
        [{"$": "dict", "v": {"a": {}}}],
    ],
    ids=json.dumps,
)
def test_objects_of_no_known_kind_are_refused(tree):
    refused(tree)


@pytest.mark.parametrize("number", [2**63, -(2**63), 2**64, 10**30])
def test_integers_beyond_64_bits_are_refused(number):
    refused(number, match="64 bits")
    refused([{"$": "dict", "v": {"a": number}}], match="64 bits")


def test_too_deep_is_refused():
    refused(nested(100), match="deep")
    tree: Any = 0
    for _ in range(100):
        tree = {"$": "dict", "v": {"a": tree}}
    refused(tree, match="deep")


def test_texts_that_no_file_can_hold_are_refused():
    for tree in ("\ud800", ["a\udfff"], {"$": "dict", "v": {"\ud800": 1}}, {"$": "Name", "v": {"name": "\ud800"}}):
        refused(tree)


@pytest.mark.parametrize(
    "changes",
    [
        {"shape": [3]},
        {"at": 1},
        {"at": 8},
        {"at": -8},
        {"at": 10**15},
        {"shape": [-1]},
        {"shape": [-1, -2]},
        {"shape": [2**62]},
        {"shape": [2**31, 2**31, 2]},
        {"shape": [2**25] * 32},
        {"shape": [10**12, 0]},
        {"shape": [2**25] * 6 + [0]},
        {"shape": [1] * 33},
        {"shape": [2.0]},
        {"shape": [True, True]},
        {"shape": "2"},
        {"shape": 2},
        {"shape": None},
        {"shape": {"0": 2}},
        {"shape": [[2]]},
        {"at": 0.0},
        {"at": False},
        {"at": None},
        {"at": "0"},
        {"dtype": "complex64"},
        {"dtype": "object"},
        {"dtype": "float128"},
        {"dtype": None},
        {"dtype": ["float32"]},
        {"dtype": {"a": 1}},
        {"v": {}},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_tensor_that_is_not_exactly_its_buffer_is_refused(changes):
    buffer = np.array([1.0, 2.0]).tobytes()
    assert decode(json.dumps(tensor()).encode(), buffer).tolist() == [1.0, 2.0]
    refused(tensor(**changes), buffer)


@pytest.mark.parametrize("key", ["dtype", "shape", "at"])
def test_a_tensor_without_a_part_is_refused(key):
    tree = tensor()
    del tree[key]
    refused(tree, np.zeros(2).tobytes())


def test_many_tensors_on_one_buffer_are_refused():
    """Else a small message would grow to any size in the memory of whoever decodes it."""
    refused([tensor()] * 2, np.zeros(2).tobytes(), match="outside")
    refused([tensor(shape=[1000])] * 100_000, np.zeros(1000).tobytes(), match="outside")


# --- fuzz --------------------------------------------------------------------------------------------------------

ODD = [None, True, -1, 2**62, 2**63, 1e308, "", "$", "tensor", "\ud800", [], {}, [0] * 40, {"$": "dict", "v": {}}]


def mutated(rng: random.Random, tree: Any) -> Any:
    """The tree with one part changed, dropped, doubled or swapped for something odd."""
    if rng.random() < 0.15 or not isinstance(tree, (dict, list)) or not tree:
        return rng.choice(ODD)
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    key = rng.choice(list(copy)) if isinstance(copy, dict) else rng.randrange(len(copy))
    what = rng.random()
    if what < 0.7:
        copy[key] = mutated(rng, copy[key])
    elif what < 0.85:
        del copy[key]
    elif isinstance(copy, dict):
        copy[rng.choice(["$", "v", "shape", "at", "dtype", "name", "x"])] = rng.choice([*ODD, copy[key]])
    else:
        copy.append(copy[key])
    return copy


def outcome(text: bytes, buffer: bytes) -> str:
    """ "refused" or "read"; any other exception is the test's failure."""
    try:
        value = decode(text, buffer)
    except Refused:
        return "refused"
    assert len(buffer) < 10_000
    encode(value)  # what was accepted is a value like any other
    return "read"


@pytest.mark.timeout(60)
def test_mutated_messages_are_read_or_refused():
    rng = random.Random(2024)
    count = {"refused": 0, "read": 0}
    for value in RECORDS:
        text, buffer = encode([value, {"a": 1.5, "t": torch.arange(4)}])
        for _ in range(300):
            tree = json.loads(text)
            for _ in range(rng.randint(1, 3)):
                tree = mutated(rng, tree)
            cut = buffer[: rng.randrange(len(buffer) + 1)] if rng.random() < 0.3 else buffer
            count[outcome(json.dumps(tree).encode(), cut)] += 1
        for _ in range(300):
            raw = bytearray(text)
            for _ in range(rng.randint(1, 4)):
                raw[rng.randrange(len(raw))] = rng.randrange(256)
            count[outcome(bytes(raw), buffer)] += 1
    assert count["refused"] > 1000
    assert count["read"] > 50


def test_random_bytes_are_refused():
    rng = random.Random(7)
    for size in range(1, 400):
        text = b"\x00" + rng.randbytes(size)
        assert outcome(text, rng.randbytes(size)) == "refused"
