"""Frames: a header that says who and how long, within its caps."""

from __future__ import annotations

import pytest

from autograder.probes import wire
from autograder.probes.records import (
    Refused,
)

# --- frames ------------------------------------------------------------------------------------------------------


def test_a_frame_says_who_and_how_long():
    nonce = bytes(range(16))
    message = wire.frame(nonce, b"[1]", b"\0" * 8)
    assert wire.parse_header(message[: wire.HEADER.size]) == (nonce, 3, 8)
    assert message[wire.HEADER.size :] == b"[1]" + b"\0" * 8


@pytest.mark.parametrize(
    ("magic", "text", "buffer"),
    [
        (b"XXXX", 3, 8),
        (b"HTTP", 0, 0),
        (wire.MAGIC, wire.MAX_JSON + 1, 0),
        (wire.MAGIC, 0, wire.MAX_BUFFER + 1),
        (wire.MAGIC, 2**32 - 1, 2**64 - 1),
    ],
)
def test_a_header_beyond_the_caps_is_refused(magic, text, buffer):
    with pytest.raises(Refused):
        wire.parse_header(wire.HEADER.pack(magic, bytes(16), text, buffer))


def test_a_header_at_the_caps_is_taken():
    header = wire.HEADER.pack(wire.MAGIC, bytes(16), wire.MAX_JSON, wire.MAX_BUFFER)
    assert wire.parse_header(header)[1:] == (wire.MAX_JSON, wire.MAX_BUFFER)
