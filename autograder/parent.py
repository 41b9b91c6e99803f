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

from autograder.subject import Connection, private_environment

MAX_FORKS = 500  # a parent is replaced after this many children
START_LIMIT = 120.0  # seconds; the first start after an install compiles every module


class ParentFailed(RuntimeError):
    """The warm parent could not be started or did not answer."""


class WarmParent:
    """A process that has imported and warmed everything, and forks one child per submission.

    It is exec'ed with an allow-listed environment and holds no secret. A parent that dies or grows old is replaced.
    """

    def __init__(self) -> None:
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
            [sys.executable, "-I", "-m", "autograder.warm", str(theirs.fileno())],
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
        """A new child that works in ``folder``, with these variables beside the allow-listed ones."""
        request = {"do": "fork", "folder": str(folder), "environment": dict(environment), "seed": int(seed)}
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._forks >= MAX_FORKS:
                self._start()
            try:
                pipe, pid = self._fork(request)
            except (ParentFailed, OSError):
                self._start()
                pipe, pid = self._fork(request)
        return Connection(pipe, lambda: self._end(pid))

    def _fork(self, request: dict[str, object]) -> tuple[socket.socket, int]:
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
            self._forks += 1
            return ours, int(self._reply()["pid"])  # type: ignore[call-overload]

    def _end(self, pid: int) -> int:
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._control is None:
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


_shared: WarmParent | None = None


def shared() -> WarmParent:
    """The warm parent of this process, started on first use and ended with it."""
    global _shared
    if _shared is None:
        _shared = WarmParent()
        atexit.register(_shared.close)
    return _shared
