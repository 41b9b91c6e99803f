"""The wire form of plain values and records: JSON plus raw float64/int64 buffers, in length-prefixed frames.

The encoder is liberal (it runs beside the student's code and converts what it finds); the decoder is strict (it
runs on the trusted side and believes nothing). No pickle anywhere.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import struct
import types
import typing
from typing import Any, TypeGuard

import numpy as np
import torch

from autograder.probes.records import RECORDS, Opaque, Refused

MAGIC = b"PAG1"
HEADER = struct.Struct(">4s16sIQ")  # magic, nonce, bytes of JSON, bytes of buffers
NONCE_BYTES = 16
MAX_JSON = 16 << 20
MAX_BUFFER = 32 << 20
MAX_DEPTH = 16
MAX_ITEMS = 100_000
MAX_TEXT = 4_000

_FLOATS = {"float64": torch.float64, "float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
_INTS = {
    "int64": torch.int64,
    "int32": torch.int32,
    "int16": torch.int16,
    "int8": torch.int8,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
_DTYPES = _FLOATS | _INTS
_TEXT_OF_DTYPE = {dtype: text for text, dtype in _DTYPES.items()}


def encode(value: Any, max_text: int = MAX_TEXT) -> tuple[bytes, bytes]:
    """Turn a value into (JSON, buffers). What is not plain data becomes ``Opaque``; long texts are cut."""
    encoder = _Encoder(max_text)
    tree = encoder.tree(value, 0)
    return json.dumps(tree, separators=(",", ":")).encode(), b"".join(encoder.buffers)


class _Encoder:
    def __init__(self, max_text: int) -> None:
        self.buffers: list[bytes] = []
        self.size = 0
        self.items = 0
        self.max_text = max_text

    def tree(self, value: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise Refused(f"the answer is nested or long beyond the limit ({MAX_DEPTH} levels, {MAX_ITEMS} items)")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, int):
            return int(value) if abs(value) < 1 << 63 else self.tree(Opaque("int beyond 64 bits"), depth)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, torch.Tensor):
            return self.tensor(value, depth)
        if isinstance(value, (np.ndarray, np.generic)):
            return self.numpy(value, depth)
        if type(value) in RECORDS.values():
            fields = {f.name: self.tree(getattr(value, f.name), depth + 1) for f in dataclasses.fields(value)}
            return {"$": type(value).__name__, "v": fields}
        if isinstance(value, (list, tuple)):
            return [self.tree(item, depth + 1) for item in value]
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return {"$": "dict", "v": {self.text(k): self.tree(v, depth + 1) for k, v in value.items()}}
        return {"$": "Opaque", "v": {"type": self.text(type(value).__name__[:100])}}

    def text(self, value: str) -> str:
        return str(value)[: self.max_text].encode("utf-8", "replace").decode()

    def numpy(self, value: np.ndarray | np.generic, depth: int) -> Any:
        if isinstance(value, np.generic):  # np.float64(0.5) is the number 0.5 to a student
            return self.tree(value.item(), depth)
        try:
            return self.tensor(torch.from_numpy(np.ascontiguousarray(value)), depth)
        except TypeError:
            return self.tree(Opaque(f"ndarray of {value.dtype}"), depth)

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        text = _TEXT_OF_DTYPE.get(value.dtype)
        if text is None or value.layout is not torch.strided:
            return self.tree(Opaque(f"Tensor of {value.dtype}"), depth)
        if value.numel() * 8 + self.size > MAX_BUFFER:
            raise Refused(f"the answer holds more than {MAX_BUFFER >> 20} MB of numbers")
        wide = torch.float64 if text in _FLOATS else torch.int64
        raw = value.detach().cpu().to(wide).contiguous().numpy().tobytes()
        at, self.size = self.size, self.size + len(raw)
        self.buffers.append(raw)
        return {"$": "tensor", "dtype": text, "shape": list(value.shape), "at": at}


def decode(text: bytes, buffer: bytes) -> Any:
    """Strict inverse of :func:`encode`.

    Lists and tuples come back as lists, tensors and arrays as tensors of their own dtype, dictionaries in their order.

    Raises:
        Refused: for anything that is not exactly in the wire form.
    """
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {type(error).__name__}") from None
    return _decode(tree, _Buffer(buffer), 0)


class _Buffer:
    """The numbers of a message. Its tensors together are no larger than it is: else a small message could grow."""

    def __init__(self, data: bytes) -> None:
        self.data, self.left = data, len(data)

    def take(self, at: int, count: int, dtype: type) -> np.ndarray:
        self.left -= 8 * count
        if at < 0 or at + 8 * count > len(self.data) or self.left < 0:
            raise Refused("a tensor outside its buffer")
        return np.frombuffer(self.data, dtype=dtype, count=count, offset=at)


def _decode(tree: Any, buffer: _Buffer, depth: int) -> Any:
    if depth > 2 * MAX_DEPTH:
        raise Refused("nested too deeply")
    if tree is None or isinstance(tree, (bool, float)):
        return tree
    if isinstance(tree, str):
        return _decode_text(tree)
    if isinstance(tree, int):
        if abs(tree) >= 1 << 63:
            raise Refused("an integer beyond 64 bits")
        return tree
    if isinstance(tree, list):
        return [_decode(item, buffer, depth + 1) for item in tree]
    kind = tree.get("$")
    if kind == "tensor":
        return _decode_tensor(tree, buffer)
    if not isinstance(kind, str) or set(tree) != {"$", "v"} or not isinstance(tree["v"], dict):
        raise Refused("an object that is neither a dictionary, a tensor nor a record")
    fields = {_decode_text(key): _decode(item, buffer, depth + 1) for key, item in tree["v"].items()}
    if kind == "dict":
        return fields
    return _decode_record(kind, fields)


def _decode_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate: no file could hold it later
        raise Refused("a text that is not Unicode") from None
    return text


def _is_shape(shape: Any) -> TypeGuard[list[int]]:
    whole = isinstance(shape, list) and all(type(n) is int and 0 <= n <= MAX_BUFFER for n in shape)
    return whole and len(shape) <= 32


def _decode_tensor(tree: dict[str, Any], buffer: _Buffer) -> torch.Tensor:
    shape, at, dtype = tree.get("shape"), tree.get("at"), tree.get("dtype")
    if set(tree) != {"$", "shape", "at", "dtype"} or not _is_shape(shape):
        raise Refused("a tensor without a proper shape")
    if type(at) is not int or not isinstance(dtype, str) or dtype not in _DTYPES:
        raise Refused("a tensor without a known dtype")
    numbers = buffer.take(at, math.prod(shape), np.float64 if dtype in _FLOATS else np.int64)
    try:
        return torch.from_numpy(numbers.reshape(shape).copy()).to(_DTYPES[dtype])
    except (ValueError, RuntimeError):  # no numbers, but dims whose product is beyond any memory
        raise Refused("a tensor without a proper shape") from None


@functools.cache
def _field_types(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _decode_record(kind: str, fields: dict[str, Any]) -> Any:
    cls = RECORDS.get(kind)
    if cls is None:
        raise Refused(f"a record of unknown kind {kind[:40]!r}")
    hints = _field_types(cls)
    if set(fields) != set(hints):
        raise Refused(f"a {kind} record with missing or unknown fields")
    return cls(**{name: _conform(fields[name], hints[name], f"{kind}.{name}") for name in hints})


def _conform(value: Any, hint: Any, where: str) -> Any:
    """Hold a decoded value against a type hint; lists become tuples where the hint says so."""
    if hint is Any:
        return value
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        for option in args:
            try:
                return _conform(value, option, where)
            except Refused:
                continue
    elif origin is tuple and isinstance(value, list):
        return tuple(_conform(item, args[0], where) for item in value)
    elif origin is list and isinstance(value, list):
        return [_conform(item, args[0], where) for item in value]
    elif origin is dict and isinstance(value, dict):
        return {key: _conform(item, args[1], where) for key, item in value.items()}
    elif hint is float and type(value) in (int, float):
        return float(value)
    elif origin is None and type(value) is hint:
        return value
    raise Refused(f"{where} has the wrong type ({type(value).__name__})")


def frame(nonce: bytes, text: bytes, buffer: bytes) -> bytes:
    """One message: header, JSON, buffers."""
    return HEADER.pack(MAGIC, nonce, len(text), len(buffer)) + text + buffer


def parse_header(header: bytes) -> tuple[bytes, int, int]:
    """(nonce, bytes of JSON, bytes of buffers), with magic and caps checked before anything is read or stored."""
    magic, nonce, text, buffer = HEADER.unpack(header)
    if magic != MAGIC:
        raise Refused("not a message of this protocol")
    if text > MAX_JSON or buffer > MAX_BUFFER:
        raise Refused(f"a message beyond the cap of {MAX_JSON >> 20} MB of text and {MAX_BUFFER >> 20} MB of numbers")
    return nonce, text, buffer
