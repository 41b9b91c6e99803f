"""What a worker of a cluster does: it holds a bundle, with processes that judge. It imports no more than it must."""

from __future__ import annotations

import contextlib
import multiprocessing
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator


class Unfit(Exception):
    """This machine cannot judge as it is asked to. The text is a sentence that lacks its subject."""


class _Desk:
    """A process of :mod:`autograder.classroom.desk`."""

    def __init__(self, opening: bytes) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.classroom.desk", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            self._pipe.send_bytes(opening)
            why = self._pipe.recv()
        except (EOFError, OSError):
            why = "cannot judge: the process that does it did not start, and the worker's log may say why"
        if why:
            self.close()
            raise Unfit(why)

    def judge(self, sheet: bytes) -> bytes:
        """The answer to a sheet.

        Raises:
            EOFError, OSError: when the process has died.
        """
        self._pipe.send_bytes(sheet)
        return self._pipe.recv_bytes()

    def close(self) -> None:
        """End the process, which ends what it has started and removes what it has unpacked."""
        self._pipe.close()
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Held:
    """A bundle that a worker holds, with as many desks as it has been asked at once. They end with this object.

    Args:
        opening: a pickled pair of a bundle and what is wanted of this machine, for the desks to read.
    """

    def __init__(self, opening: bytes) -> None:
        self._opening, self._lock = opening, threading.Lock()
        self._idle: list[_Desk] = []
        weakref.finalize(self, _close, self._idle)

    def __reduce__(self) -> tuple[type[Held], tuple[bytes]]:
        """Dask moves what a worker holds when that one retires; its desks stay behind."""
        return Held, (self._opening,)

    @contextlib.contextmanager
    def _desk(self) -> Iterator[_Desk]:
        """One that nobody else uses meanwhile; it is not used again where something fails."""
        with self._lock:
            desk = self._idle.pop() if self._idle else None
        desk = desk or _Desk(self._opening)
        try:
            yield desk
        except BaseException:
            desk.close()
            raise
        with self._lock:
            self._idle.append(desk)

    def open(self) -> None:
        """Begin with one desk.

        Raises:
            Unfit: when this machine cannot judge.
        """
        with self._desk():
            pass

    def judge(self, sheet: bytes) -> bytes:
        """The answer to a sheet; empty where the process that judged it has died."""
        try:
            with self._desk() as desk:
                return desk.judge(sheet)
        except (EOFError, OSError):
            return b""


def _close(desks: list[_Desk]) -> None:
    for desk in desks:
        desk.close()


def hold(opening: bytes, found: object) -> Held:
    """The task of a bundle, done once on each worker.

    Args:
        found: what the worker found of this module. Dask sends this task after that: a worker without the kit, which
            cannot even read it, would lose its connection.

    Raises:
        Unfit: when this machine cannot judge.
    """
    held = Held(opening)
    held.open()
    return held


def judge(held: Held, sheet: bytes) -> bytes:
    """The task of a submission."""
    return held.judge(sheet)
