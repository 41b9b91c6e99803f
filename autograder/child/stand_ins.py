"""Harmless stand-ins for what the locked door refuses and ordinary course code does: programs, pools, workers.

A line such as ``!pip install pyro-ppl`` raises nothing in Jupyter, whatever becomes of it, so it must raise nothing
here: the cell would be lost with all that stands below it. None of these starts or opens anything, and a student who
takes one away meets the lock itself. They stand in without confinement too: a verdict is one on every machine.
"""

from __future__ import annotations

import concurrent.futures
import concurrent.futures.process
import fnmatch
import functools
import inspect
import multiprocessing.managers
import multiprocessing.pool
import multiprocessing.synchronize
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import starmap
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from autograder.child.shell import Shell

NOT_FOUND = 127  # what a shell gives for a program that it does not find
NO_PROCESS = 1 << 22  # no process has this number: Linux counts below it
REFUSED = (
    "refused where notebooks are graded: there a notebook writes only into its own folder, starts no program "
    "and opens no connection"
)
NO_SHARING = (
    "processes share no locks, queues or memory where notebooks are graded: do this work in one process, "
    "one part after another"
)
# What a kernel's shell has and this one has no use for; in Jupyter none of them raises.
_FRONT_END = ("autosave", "clear", "connect_info", "less", "man", "more", "qtconsole", "subshell")
_INSTALLS = re.compile(r"\b(pip3?|conda|mamba|micromamba|uv)\b.*\b(install|add|update|upgrade)\b", re.DOTALL)


def install(shell: Shell) -> None:
    """Put them in place, in this process and in all that it will fork."""
    _no_programs()
    _one_after_another()
    _no_workers()
    _no_modes()
    _magics(shell)


def told(command: Any) -> int:
    """Say that a command was not run, and give the return code that stands for it.

    To install what is installed already succeeds; any other program is one that was not found.
    """
    words = command if isinstance(command, (str, bytes)) else " ".join(os.fsdecode(part) for part in command)
    text = os.fsdecode(words).strip()
    print(_sentence(text))
    return _code(text)


def _sentence(command: str) -> str:
    brief = " ".join(command.replace(sys.executable, "python").split())
    return f"Not run, because no program is started where notebooks are graded: {brief[:200]}"


def _code(command: str) -> int:
    return 0 if _INSTALLS.search(command) else NOT_FOUND


def why_refused(error: BaseException | None) -> str:
    """The cause behind an exception that the lock is behind, else nothing."""
    for _ in range(10):
        if error is None:
            return ""
        if isinstance(error, (PermissionError, socket.gaierror)) or _shared_memory(error):
            return REFUSED
        error = error.__cause__ or error.__context__
    return ""


def _shared_memory(error: BaseException) -> bool:
    """Whether it is torch's own, which has no class of its own."""
    return type(error) is RuntimeError and "shared memory object" in str(error)


# --- programs ----------------------------------------------------------------------------------------------------


def _no_programs() -> None:
    signature = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]

    def start_nothing(popen: Any, *args: Any) -> None:
        given = signature.bind(popen, *args).arguments
        ends = [given[name] for name in ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")]
        command = given["args"]
        if not isinstance(command, (str, bytes, os.PathLike)):
            command = b" ".join(map(os.fsencode, command))
        text = os.fsdecode(command)
        if given["errwrite"] == -1:
            print(_sentence(text))
        else:
            os.write(given["errwrite"], f"{_sentence(text)}\n".encode())
        popen.pid, popen.returncode = NO_PROCESS, _code(text)
        popen._close_pipe_fds(*ends)

    subprocess.Popen._execute_child = start_nothing  # type: ignore[attr-defined]
    os.system = lambda command: told(command) << 8  # as wait() gives it


# --- pools of processes ------------------------------------------------------------------------------------------


class _Result:
    """What ``apply_async`` gives, done already."""

    def __init__(self, work: Callable[[], Any], callback: Any = None, error_callback: Any = None) -> None:
        self._value, self._error = None, None
        try:
            self._value = work()
        except Exception as error:
            self._error = error
        told_to = callback if self._error is None else error_callback
        if told_to is not None:
            told_to(self._value if self._error is None else self._error)

    def get(self, timeout: float | None = None) -> Any:
        if self._error is not None:
            raise self._error
        return self._value

    def wait(self, timeout: float | None = None) -> None:
        pass

    def ready(self) -> bool:
        return True

    def successful(self) -> bool:
        return self._error is None


class OneAfterAnother:
    """``multiprocessing.Pool`` without processes: each piece of work is done when it is asked for."""

    def __init__(
        self,
        processes: int | None = None,
        initializer: Callable[..., Any] | None = None,
        initargs: Iterable[Any] = (),
        maxtasksperchild: int | None = None,
        context: Any = None,
    ) -> None:
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None:
            initializer(*initargs)

    def apply(self, func: Callable[..., Any], args: Any = (), kwds: Any = None) -> Any:
        return func(*args, **(kwds or {}))

    def apply_async(
        self,
        func: Callable[..., Any],
        args: Any = (),
        kwds: Any = None,
        callback: Any = None,
        error_callback: Any = None,
    ) -> _Result:
        return _Result(lambda: self.apply(func, args, kwds), callback, error_callback)

    def map(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int | None = None) -> list[Any]:
        return list(map(func, iterable))

    def starmap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int | None = None) -> list[Any]:
        return list(starmap(func, iterable))

    def map_async(
        self, func: Any, iterable: Any, chunksize: Any = None, callback: Any = None, error_callback: Any = None
    ) -> _Result:
        return _Result(lambda: self.map(func, iterable), callback, error_callback)

    def starmap_async(
        self, func: Any, iterable: Any, chunksize: Any = None, callback: Any = None, error_callback: Any = None
    ) -> _Result:
        return _Result(lambda: self.starmap(func, iterable), callback, error_callback)

    def imap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int = 1) -> Iterator[Any]:
        return map(func, iterable)

    imap_unordered = imap

    def close(self) -> None:
        pass

    terminate = join = close

    def __enter__(self) -> OneAfterAnother:
        return self

    def __exit__(self, *exception: object) -> None:
        pass


class _Executor(concurrent.futures.Executor):
    """``ProcessPoolExecutor`` without processes."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: Any = None,
        initializer: Callable[..., Any] | None = None,
        initargs: Iterable[Any] = (),
        *,
        max_tasks_per_child: int | None = None,
    ) -> None:
        if initializer is not None:
            initializer(*initargs)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _one_after_another() -> None:
    pools = multiprocessing.pool
    pools.Pool = pools.ThreadPool = OneAfterAnother  # type: ignore[assignment,misc]
    for module in (concurrent.futures, concurrent.futures.process):
        module.ProcessPoolExecutor = _Executor  # type: ignore[attr-defined]
    # a pool is replaced as a whole; who builds one from its parts is told why it cannot be
    multiprocessing.synchronize.SemLock.__init__ = _no_sharing  # type: ignore[method-assign]
    multiprocessing.managers.BaseManager.start = _no_sharing  # type: ignore[method-assign]


def _no_sharing(*args: Any, **kwargs: Any) -> NoReturn:
    raise OSError(NO_SHARING)


def _no_workers() -> None:
    """A DataLoader loads its batches itself."""
    from torch.utils.data import DataLoader

    init = DataLoader.__init__
    signature = inspect.signature(init)
    of_workers = ("timeout", "multiprocessing_context", "prefetch_factor", "persistent_workers")

    @functools.wraps(init)
    def without_workers(*args: Any, **kwargs: Any) -> None:
        given = signature.bind(*args, **kwargs)
        if given.arguments.get("num_workers"):
            given.arguments["num_workers"] = 0
            for name in of_workers:
                given.arguments.pop(name, None)
        init(*given.args, **given.kwargs)

    DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def _no_modes() -> None:
    """A copied file keeps the mode and times of a new one: ``shutil.copy`` would fail on what it does last."""
    for name in ("copymode", "copystat"):
        setattr(shutil, name, functools.wraps(getattr(shutil, name))(lambda *args, **kwargs: None))


# --- the shell's own ---------------------------------------------------------------------------------------------


class Memory(dict[str, Any]):
    """What IPython keeps in files for the next session (``%cd``, ``%bookmark``, ``%store``), here for this one only."""

    def keys(self, pattern: str = "*") -> list[str]:  # type: ignore[override]
        return fnmatch.filter(super().keys(), pattern)


def _magics(own: Shell) -> None:
    shell: Any = own  # IPython types some of its parts as perhaps not there
    shell._db = Memory()
    shell.extension_manager.load_extension("storemagic")  # as in a kernel's shell

    def not_run(name: str) -> Callable[..., None]:
        return lambda line, cell="": shell.system(f"{name} {line}".strip())

    for name in ("conda", "mamba", "micromamba"):  # they would look for an environment of that kind first
        shell.register_magic_function(not_run(name), "line", name)
    for name in ("script", *shell.magics_manager.registry["ScriptMagics"].script_magics):
        shell.register_magic_function(not_run(f"%%{name}"), "cell", name)
    for name in _FRONT_END:
        shell.register_magic_function(lambda line: None, "line", name)
