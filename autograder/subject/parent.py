"""Starts, keeps and replaces the warm parent, from the trusted side."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.child.confine import Limits
from autograder.child.thrift import MALLOC
from autograder.course import Needs
from autograder.subject.pipe import Connection, SubjectFault
from autograder.subject.watchdog import Watchdog

MAX_FORKS = 500  # a parent is replaced after this many children
READY_LIMIT = 30.0  # seconds
START_LIMIT = 120.0  # seconds; the first start after an install compiles every module


class ParentFailed(RuntimeError):
    """The warm parent could not be started or did not answer."""


class _Process:
    """One running warm parent, with a count of what it forked and of what still lives."""

    def __init__(self, forbidden: Sequence[str]) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.forked = self.living = 0
        self.control, theirs = socket.socketpair()
        environment = private_environment() | {"HOME": str(self.home), "MPLCONFIGDIR": str(self.home)}
        with theirs, (self.home / "stderr").open("wb") as stderr:
            self.popen = subprocess.Popen(
                # not -I, which would ignore PYTHONHASHSEED: a set must have one order in every run
                [sys.executable, "-P", "-s", "-m", "autograder.child.warm", str(theirs.fileno()), *forbidden],
                env=environment,
                cwd=self.home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                start_new_session=True,
            )
        self.control.settimeout(START_LIMIT)
        try:
            self._reply()
        except ParentFailed:
            self.close()
            raise

    @property
    def runs(self) -> bool:
        return self.popen.poll() is None

    def _reply(self) -> dict[str, object]:
        line = b""
        try:
            while not line.endswith(b"\n"):
                part = self.control.recv(4096)
                if not part:
                    break
                line += part
            return json.loads(line)
        except (OSError, ValueError):
            said = (self.home / "stderr").read_text(errors="replace").strip()
            last = said.splitlines()[-1] if said else "it said nothing"
            raise ParentFailed(f"the process that prepares notebooks did not start: {last}") from None

    def fork(self, request: dict[str, object]) -> tuple[socket.socket, int]:
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [json.dumps(request).encode()], [theirs.fileno()])
            pid = int(self._reply()["pid"])  # type: ignore[call-overload]
        self.forked, self.living = self.forked + 1, self.living + 1
        return ours, pid

    def end(self, pid: int) -> float:
        self.living -= 1
        if not self.runs:  # the child's own parent has ended, and the child with it
            return 0.0
        try:
            self.control.sendall(json.dumps({"do": "end", "pid": pid}).encode())
            return float(self._reply()["cpu"])  # type: ignore[arg-type]
        except (ParentFailed, OSError, KeyError):
            return 0.0

    def close(self) -> None:
        """End the process, and its children with it."""
        self.control.close()
        try:
            self.popen.wait(2.0)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        shutil.rmtree(self.home, ignore_errors=True)


class Forking(ABC):
    """Whatever can have a child forked for a submission."""

    @abstractmethod
    def child(self, request: dict[str, Any]) -> tuple[socket.socket, int, Callable[[], float]]:
        """A new child: our end of its pipe, its pid, and what ends it and gives the CPU seconds that it took.

        Raises:
            ParentFailed, OSError: when none could be forked.
        """

    def fork(
        self,
        folder: Path,
        environment: Mapping[str, str],
        seed: int,
        needs: Needs = Needs(),  # noqa: B008 - it is frozen
    ) -> Connection:
        """A new child that works in ``folder``, with these variables beside the allow-listed ones.

        Raises:
            ParentFailed: when no process could be started, or it could not be confined.
        """
        request = {"folder": str(folder), "environment": dict(environment), "seed": int(seed)}
        pipe, pid, end = self.child(request | asdict(needs))
        watchdog = Watchdog(folder, pid, Limits())
        connection = Connection(pipe, end, watchdog, watchdog.why_ended)
        try:
            reply = connection.request({"kind": "ready"}, READY_LIMIT)
        except SubjectFault as fault:
            raise ParentFailed(f"a notebook's process did not start: {fault}") from None
        if reply["status"] != "ok":
            connection.close()
            raise ParentFailed(
                f"student code cannot be confined here: {reply['text']}; `autograder doctor` says more, and "
                "`--sandbox none` grades without confinement"
            )
        return connection


class WarmParent(Forking):
    """A process that has imported and warmed everything, and forks one child per submission.

    It is exec'ed with an allow-listed environment and holds no secret. One that has died is replaced; one that has
    grown old is replaced too, and ends with its last child.

    Args:
        confined: whether children lock their door. Only an instructor may say no.
    """

    def __init__(self, *, confined: bool = True) -> None:
        self.confined = confined
        self._lock = threading.Lock()
        self._young: dict[tuple[str, ...], _Process] = {}  # by what their children may not import
        self._old: list[_Process] = []

    def child(self, request: dict[str, Any]) -> tuple[socket.socket, int, Callable[[], float]]:
        forbidden = tuple(request.pop("forbidden"))
        request = {"do": "fork", "confined": self.confined} | request
        with self._lock:
            process = self._current(forbidden)
            try:
                pipe, pid = process.fork(request)
            except (ParentFailed, OSError):
                process = self._renewed(forbidden)
                pipe, pid = process.fork(request)
        return pipe, pid, lambda: self._end(process, pid)

    def _current(self, forbidden: tuple[str, ...]) -> _Process:
        process = self._young.get(forbidden)
        if process is None or not process.runs:
            return self._renewed(forbidden)
        if process.forked >= MAX_FORKS:
            self._old.append(self._young.pop(forbidden))  # its children are still asked; only new ones go elsewhere
            return self._renewed(forbidden)
        return process

    def _renewed(self, forbidden: tuple[str, ...]) -> _Process:
        if forbidden in self._young:
            self._young.pop(forbidden).close()
        self._young[forbidden] = _Process(forbidden)
        return self._young[forbidden]

    def _end(self, process: _Process, pid: int) -> float:
        with self._lock:
            cpu = process.end(pid)
            if process in self._old and process.living == 0:
                self._old.remove(process)
                process.close()
            return cpu

    def close(self) -> None:
        """End the parent, and its children with it."""
        for process in [*self._old, *self._young.values()]:
            process.close()
        self._old, self._young = [], {}


_shared: dict[bool, WarmParent] = {}


def shared(*, confined: bool = True) -> WarmParent:
    """The warm parent of this process, started on first use and ended with it."""
    if confined not in _shared:
        _shared[confined] = WarmParent(confined=confined)
        atexit.register(_shared[confined].close)
    return _shared[confined]


def private_environment() -> dict[str, str]:
    """The allow-listed environment of the warm parent: nothing of the instructor's is in it."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    return kept | {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
        "TORCHDYNAMO_DISABLE": "1",  # torch.compile wants a compiler to start; without it a function stays as it is
        "JOBLIB_MULTIPROCESSING": "0",  # scikit-learn then works in this process, and does not warn that it has to
        **MALLOC,
    }
