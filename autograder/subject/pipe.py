"""The trusted end of the pipe to a child: one reply to each request, in time, and nothing believed that it says."""

from __future__ import annotations

import secrets
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.probes.records import Refused
from autograder.probes.wire import HEADER, NONCE_BYTES, decode, encode, frame, parse_header

WATCH = 0.25  # seconds between two looks at what the child takes of the machine


class SubjectFault(Exception):
    """The subject could not answer; ``outcome`` is the outcome of whoever asked."""

    outcome = "crashed"


class TimedOut(SubjectFault):
    """A cell or probe went over its time limit."""

    outcome = "timeout"


class OutOfMemory(SubjectFault):
    """A cell or probe went over the memory limit."""

    outcome = "out_of_memory"


class Crashed(SubjectFault):
    """The child died, or broke the protocol of the pipe."""


class Connection:
    """One end of the pipe to a child. Exactly one reply to each request; anything else is ``Crashed``.

    Args:
        pipe: a stream socket.
        end: ends the child, and gives the CPU seconds that it took with all that it started.
        watch: called while the child works and when it has answered; raises a ``SubjectFault`` if it takes too much.
        why_ended: gives the fault of a child that ended by itself.
    """

    def __init__(
        self,
        pipe: socket.socket,
        end: Callable[[], float],
        watch: Callable[[], None] = lambda: None,
        why_ended: Callable[[], SubjectFault] = lambda: Crashed("the notebook's process ended"),
    ) -> None:
        self.pipe, self._end, self._watch, self.why_ended, self.alive = pipe, end, watch, why_ended, True
        self.cpu = 0.0  # known when the child has ended

    def request(self, message: dict[str, Any], limit: float) -> Any:
        """Send a message and give the decoded reply.

        Args:
            limit: seconds until the child is killed.

        Raises:
            TimedOut, OutOfMemory, Crashed: or what the watch found; the child is dead afterwards.
            Refused: the reply was whole but not in the wire form; the child lives on.
        """
        if not self.alive:
            raise Crashed("the notebook's process has ended")
        deadline = time.monotonic() + limit
        try:
            if select.select([self.pipe], [], [], 0)[0]:
                raise Crashed("the notebook's process sent a message that nobody asked for")
            nonce = secrets.token_bytes(NONCE_BYTES)
            self._send(frame(nonce, *encode(message, max_text=1 << 24)), deadline)
            answered, text, buffer = parse_header(self._receive(HEADER.size, deadline))
            if not secrets.compare_digest(answered, nonce):
                raise Crashed("the notebook's process answered something else than was asked")
            reply = self._receive(text, deadline), self._receive(buffer, deadline)
            self._watch()
        except Refused as error:
            self.close()
            raise Crashed(str(error)) from None
        except (OSError, SubjectFault) as error:
            self.close()
            raise error if isinstance(error, SubjectFault) else self.why_ended() from None
        return decode(*reply)

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(deadline, writing=True)
            view = view[self.pipe.send(view) :]

    def _receive(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait(deadline)
            part = self.pipe.recv(min(size - len(data), 1 << 20))
            if not part:
                raise self.why_ended()
            data += part
        return bytes(data)

    def _wait(self, deadline: float, writing: bool = False) -> None:
        ends = [self.pipe]
        while (left := deadline - time.monotonic()) > 0:
            if any(select.select([] if writing else ends, ends if writing else [], [], min(left, WATCH))[:2]):
                return
            self._watch()
        raise TimedOut("the time limit was over, and the notebook's process had to be ended")

    def close(self) -> None:
        """End the child and everything that it started."""
        if self.alive:
            self.alive = False
            self.pipe.close()
            self.cpu = self._end()
