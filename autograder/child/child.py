"""The student side of the pipe: runs a notebook's cells in an IPython shell and answers probes about them.

A child knows no expected value, no grader and no other student. Requests arrive one at a time on one descriptor and
each gets exactly one reply with the request's nonce.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
import types
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from autograder.child import stand_ins, unshared
from autograder.child.shell import Shell, Stream
from autograder.probes import answers
from autograder.probes.records import Name, Prop, Raised, Refused
from autograder.probes.wire import HEADER, MAX_TEXT, decode, encode, frame, parse_header

MAX_DATA = 4 << 20  # characters of one rich output
MAX_CELL = 12 << 20  # bytes of one cell's outputs on the pipe
MAX_LINE = 20_000  # characters of one line of a traceback

# Bound now: a student may replace these names in their modules.
_read, _write, _close, _fork, _kill, _exit = os.read, os.write, os.close, os.fork, os.kill, os._exit
_pipe, _waitpid, _select, _now = os.pipe, os.waitpid, select.select, time.monotonic
_setitimer, _signal = signal.setitimer, signal.signal
_set_num_threads, _set_seed = torch.set_num_threads, answers.set_seed
_handlers, _put_back = answers.handlers, answers.put_back
_folder_now, _shared_maps = unshared.Folder.now, unshared.shared_maps
_descriptors, _leave = unshared.descriptors, unshared.leave


class CellTimeout(BaseException):
    """Raised in a student's cell when its time is up. Not an Exception, so that ``except Exception`` lets it pass."""


class Child:
    """Serves one submission on one descriptor until the other end closes it."""

    def __init__(self, pipe: int, shell: Shell) -> None:
        self.pipe, self.shell, self.home = pipe, shell, os.getcwd()
        # A notebook's __main__ is its own namespace, which also lets students pickle what they define.
        sys.modules["__main__"] = shell.user_module
        self.props: dict[str, dict[str, Any]] = {}
        self.trouble = ""
        self._folder: unshared.Folder | None = None  # as the cells left it; None where a cell has run since
        self._maps: unshared.Maps = []
        self._inherited: unshared.Descriptors = {}
        self.handlers: dict[str, Callable[[dict[str, Any], bytes], bytes]] = {
            "ready": self.say_ready,
            "cell": self.run_cell,
            "prop": self.load_prop,
            "probe": self.run_probe,
        }

    def serve(self) -> None:
        """Answer requests until the pipe closes."""
        while (header := self._receive(HEADER.size)) is not None:
            nonce, text, buffer = parse_header(header)
            request = decode(self._receive(text) or b"", self._receive(buffer) or b"")
            self._send(self.handlers[request["kind"]](request, nonce))

    def _receive(self, size: int) -> bytes | None:
        data = b""
        while len(data) < size:
            part = _read(self.pipe, min(size - len(data), 1 << 20))
            if not part:
                return None
            data += part
        return data

    def _send(self, data: bytes) -> None:
        _write_all(self.pipe, data)

    def say_ready(self, request: dict[str, Any], nonce: bytes) -> bytes:
        """The first answer: whether the door is locked. It comes before any line of student code has run."""
        return _reply(nonce, {"status": "refused" if self.trouble else "ok", "text": self.trouble})

    def run_cell(self, request: dict[str, Any], nonce: bytes) -> bytes:
        """Run a cell's source; the time limit interrupts it, again and again if it does not listen."""
        shell = self.shell
        self._folder = None
        shell.outputs.clear()
        streams = Stream("stdout", shell.outputs), Stream("stderr", shell.outputs)
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = streams
        _signal(signal.SIGALRM, _time_is_up)
        _setitimer(signal.ITIMER_REAL, request["limit"], 1.0)
        status, ename, told = "ok", "Error", None
        entered = _handlers()
        try:
            result = shell.run_cell(request["source"], store_history=True)
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                told = _with_cause(answers.raised(error), stand_ins.why_refused(error))
                status, ename = "timeout" if isinstance(error, CellTimeout) else "error", told.type
                if told.out_of_memory:
                    status = "out_of_memory"
        except CellTimeout:
            status, ename = "timeout", "CellTimeout"
        finally:
            _setitimer(signal.ITIMER_REAL, 0)
            sys.stdout, sys.stderr = kept
        if status == "timeout":  # it may have come just where a plate was being left, and later cells need its name
            _put_back(entered)
        if status != "ok" and not any(o["output_type"] == "error" for o in shell.outputs):
            shell.outputs.append({"output_type": "error", "ename": ename, "evalue": "", "traceback": [ename]})
        reply = {"status": status, "count": shell.execution_count - 1, "outputs": _plain_outputs(shell.outputs)}
        reply["error"] = _plain_error(told)
        return _reply(nonce, reply, MAX_DATA, instead=reply | {"outputs": [_TOO_LARGE]})

    def load_prop(self, request: dict[str, Any], nonce: bytes) -> bytes:
        """Load a grader's own model source in a namespace of its own."""
        module = types.ModuleType(f"prop_{request['file']}")
        try:
            exec(compile(request["source"], f"<prop {request['file']}>", "exec"), module.__dict__)
        except Exception:
            return _reply(nonce, {"status": "error", "text": traceback.format_exc(limit=3)})
        self.props[request["file"]] = module.__dict__
        return _reply(nonce, {"status": "ok"})

    def run_probe(self, request: dict[str, Any], nonce: bytes) -> bytes:
        """Answer in a forked copy of this process, so that a probe cannot change the notebook that it looks at."""
        if self._folder is None:
            self._folder, self._maps, self._inherited = _folder_now(self.home), _shared_maps(), _descriptors()
            self._inherited.pop(self.pipe, None)
        reading, writing = _pipe()
        pid = _fork()
        if pid == 0:
            _close(reading)
            try:
                _leave(self._maps, self._inherited)
                _setitimer(signal.ITIMER_REAL, 0)
                _set_num_threads(1)  # a multi-threaded op before the fork would hang the copy
                results = answers.answer(request["steps"], self.resolve, request["seed"])
                if isinstance(results[-1], Raised) and _LOCKED & set(results[-1].bases):
                    results[-1] = _with_cause(results[-1], stand_ins.REFUSED)
                _write_all(writing, _reply(nonce, {"status": "ok", "results": results}))
                _exit(0)
            finally:
                _exit(1)
        _close(writing)
        try:
            return self._collect(pid, reading, _now() + request["limit"], nonce)
        finally:
            _close(reading)
            self._folder.put_back()

    def _collect(self, pid: int, reading: int, deadline: float, nonce: bytes) -> bytes:
        data = b""
        while True:
            left = deadline - _now()
            if left <= 0 or not _select([reading], [], [], left)[0]:
                _kill(pid, signal.SIGKILL)
                _waitpid(pid, 0)
                return _reply(nonce, {"status": "timeout"})
            part = _read(reading, 1 << 20)
            if not part:
                break
            data += part
        _, status = _waitpid(pid, 0)
        if status != 0 or len(data) < HEADER.size:
            return _reply(nonce, {"status": "crashed"})
        return data

    def resolve(self, reference: Name | Prop) -> Any:
        """The object behind a name of the notebook or of a prop."""
        if isinstance(reference, Prop):
            return self.props[reference.file][reference.name]
        try:
            return self.shell.user_ns[reference.name]
        except KeyError:
            raise NameError(f"name '{reference.name}' is not defined") from None


def _time_is_up(signum: int, stack: Any) -> None:
    raise CellTimeout("the time limit of this cell is over")


def _plain_outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs with JSON values only and each text capped; what is too large is replaced by a note."""
    plain, room = [], MAX_CELL
    for output in outputs:
        if "data" in output:
            output = output | {"data": {str(mime): _capped(value) for mime, value in output["data"].items()}}
        if output["output_type"] == "error":
            lines = [line[:MAX_LINE] for line in output["traceback"][-60:]]
            output = output | {"evalue": output["evalue"][:2000], "traceback": lines}
        try:
            size = len(encode([[output]], MAX_DATA)[0])  # as deep as it will stand in the reply
        except Refused:
            size = MAX_CELL
        plain.append(output if size < room else _TOO_LARGE)
        room -= size if size < room else 0
    return plain


_LOCKED = {"PermissionError", "gaierror"}  # classes of exceptions that the lock is behind


def _with_cause(error: Raised, cause: str) -> Raised:
    """The record of an exception, with the cause where the lock is behind it."""
    return replace(error, message=f"{error.message} ({cause})") if cause else error


def _plain_error(error: Raised | None) -> Raised | None:
    """The record of what a cell raised, unless its text cannot be sent."""
    try:
        encode([error])
    except Refused:
        return None
    return error


_TOO_LARGE = {"output_type": "stream", "name": "stderr", "text": "[an output too large to keep]\n"}


def _capped(value: Any) -> Any:
    if isinstance(value, bytes):
        import base64

        value = base64.b64encode(value).decode()
    if isinstance(value, str) and len(value) > MAX_DATA:
        return "[an output too large to keep]"
    return value


def _reply(nonce: bytes, reply: Any, max_text: int = MAX_TEXT, instead: Any = None) -> bytes:
    """A framed reply; for one that cannot be encoded, what is sent instead, or the reason why."""
    try:
        text, buffer = encode(reply, max_text)
    except Refused as error:
        text, buffer = encode(instead or {"status": "refused", "text": str(error)})
    return frame(nonce, text, buffer)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[_write(descriptor, view) :]
