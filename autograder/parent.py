"""Starts, keeps and replaces the warm parent, from the trusted side."""

from __future__ import annotations

import atexit
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from autograder.subject import Connection, SubjectFault, private_environment

MAX_FORKS = 500  # a parent is replaced after this many children
READY_LIMIT = 30.0  # seconds
START_LIMIT = 120.0  # seconds; the first start after an install compiles every module


class ParentFailed(RuntimeError):
    """The warm parent could not be started or did not answer."""


class WarmParent:
    """A process that has imported and warmed everything, and forks one child per submission.

    It is exec'ed with an allow-listed environment and holds no secret. A parent that dies or grows old is replaced.

    Args:
        confined: whether children lock their door. Only an instructor may say no.
    """

    def __init__(self, *, confined: bool = True) -> None:
        self.confined = confined
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._forks = 0
        self._home: Path | None = None

    def _start(self) -> None:
        self.close()
        self._home = Path(tempfile.mkdtemp(prefix="autograder-"))
        ours, theirs = socket.socketpair()
        environment = private_environment() | {"HOME": str(self._home), "MPLCONFIGDIR": str(self._home)}
        self._process = subprocess.Popen(
            # not -I, which would ignore PYTHONHASHSEED: a set must have one order in every run
            [sys.executable, "-P", "-s", "-m", "autograder.warm", str(theirs.fileno())],
            env=environment,
            cwd=self._home,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self._home / "stderr").open("wb"),
            start_new_session=True,
        )
        theirs.close()
        self._control, self._forks = ours, 0
        ours.settimeout(START_LIMIT)
        self._reply()

    def _reply(self) -> dict[str, object]:
        assert self._control is not None
        line = b""
        try:
            while not line.endswith(b"\n"):
                part = self._control.recv(4096)
                if not part:
                    break
                line += part
            return json.loads(line)
        except (OSError, ValueError):
            said = (self._home / "stderr").read_text(errors="replace").strip() if self._home else ""
            last = said.splitlines()[-1] if said else "it said nothing"
            raise ParentFailed(f"the process that prepares notebooks did not start: {last}") from None

    def fork(self, folder: Path, environment: Mapping[str, str], seed: int) -> Connection:
        """A new child that works in ``folder``, with these variables beside the allow-listed ones.

        Raises:
            ParentFailed: when no process could be started, or it could not be confined.
        """
        request = {
            "do": "fork",
            "folder": str(folder),
            "environment": dict(environment),
            "seed": int(seed),
            "confined": self.confined,
        }
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._forks >= MAX_FORKS:
                self._start()
            try:
                pipe, pid = self._fork(request)
            except (ParentFailed, OSError):
                self._start()
                pipe, pid = self._fork(request)
            process = self._process
        connection = Connection(pipe, lambda: self._end(process, pid))
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

    def _fork(self, request: dict[str, object]) -> tuple[socket.socket, int]:
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
            self._forks += 1
            return ours, int(self._reply()["pid"])  # type: ignore[call-overload]

    def _end(self, process: subprocess.Popen[bytes] | None, pid: int) -> int:
        with self._lock:
            gone = process is not self._process or process is None or process.poll() is not None
            if gone or self._control is None:  # the child's own parent has ended: no other can reap it
                return -1
            try:
                self._control.sendall(json.dumps({"do": "end", "pid": pid}).encode())
                return int(self._reply()["status"])  # type: ignore[call-overload]
            except (ParentFailed, OSError, KeyError):
                return -1

    def close(self) -> None:
        """End the parent; its children's pipes stay with those who hold them."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(2.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
        self._process = self._control = self._home = None


_shared: dict[bool, WarmParent] = {}


def shared(*, confined: bool = True) -> WarmParent:
    """The warm parent of this process, started on first use and ended with it."""
    if confined not in _shared:
        _shared[confined] = WarmParent(confined=confined)
        atexit.register(_shared[confined].close)
    return _shared[confined]
