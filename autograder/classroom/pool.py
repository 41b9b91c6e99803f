"""Worker processes that judge submissions ahead of the one process that forks children and writes grades."""

from __future__ import annotations

import contextlib
import json
import logging
import multiprocessing
import multiprocessing.connection
import os
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from autograder.subject.parent import Forking, ParentFailed, WarmParent

log = logging.getLogger(__name__)

_FORK = multiprocessing.get_context("fork")  # a worker shares the memory of what is imported already

Job = TypeVar("Job")
Result = TypeVar("Result")


class Remote(Forking):
    """The warm parent as a worker has it: each child is asked for, and ended, over a socket."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel, self._lock = channel, threading.Lock()

    def child(self, request: dict[str, Any]) -> tuple[socket.socket, int, Callable[[], float]]:
        with self._lock:
            self._channel.sendall(json.dumps({"do": "fork"} | request).encode())
            text, descriptors, _, _ = socket.recv_fds(self._channel, 1 << 16, 1)
        reply = json.loads(text or b'{"trouble": "the process that forks has ended"}')
        if "trouble" in reply:
            raise ParentFailed(reply["trouble"])
        pid = reply["pid"]
        return socket.socket(fileno=descriptors[0]), pid, lambda: self._end(pid)

    def _end(self, pid: int) -> float:
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._channel.sendall(json.dumps({"do": "end", "pid": pid}).encode())
            return float(json.loads(self._channel.recv(1 << 16))["cpu"])
        return 0.0


def _broker(channel: socket.socket, parent: WarmParent) -> None:
    """Serve one worker's requests until it closes its end, then end what it has left behind."""
    children: dict[int, Callable[[], float]] = {}
    with channel, contextlib.suppress(OSError):
        while text := channel.recv(1 << 20):
            request = json.loads(text)
            if request.pop("do") == "end":
                channel.sendall(json.dumps({"cpu": children.pop(request["pid"])()}).encode())
                continue
            try:
                pipe, pid, end = parent.child(request)
            except (ParentFailed, OSError) as error:
                channel.sendall(json.dumps({"trouble": str(error)}).encode())
                continue
            children[pid] = end
            with pipe:
                socket.send_fds(channel, [json.dumps({"pid": pid}).encode()], [pipe.fileno()])
    for end in children.values():
        end()


class Pool(Generic[Job, Result]):
    """Worker processes that each do one job at a time from one queue.

    Args:
        work: run in a worker for each job, with what stands for the warm parent there. Its result is pickled: workers
            are on the trusted side.
        parent: forks the children of all workers, from a thread of this process.
        workers: how many.

    Make it while this process has a single thread.
    """

    def __init__(self, work: Callable[[Job, Forking], Result], parent: WarmParent, workers: int) -> None:
        self._ends: dict[Any, Any] = {}  # our end of a worker's pipe -> the worker
        channels: list[socket.socket] = []
        for _ in range(workers):
            (ours, theirs), (channel, their_channel) = _FORK.Pipe(), socket.socketpair(type=socket.SOCK_SEQPACKET)
            inherited = [ours, channel, *self._ends, *channels]  # a worker that held these would outlive us
            worker = _FORK.Process(target=_serve, args=(work, theirs, their_channel, inherited), daemon=True)
            worker.start()
            theirs.close()
            their_channel.close()
            self._ends[ours] = worker
            channels.append(channel)
        self._threads = [threading.Thread(target=_broker, args=(c, parent), daemon=True) for c in channels]
        for thread in self._threads:
            thread.start()

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each job with its result, as they come; None where the worker failed or died with it."""
        waiting = deque(jobs)
        at_work: dict[Any, Job] = {}
        for end in list(self._ends):
            self._give(end, waiting, at_work)
        while at_work:
            ready: list[Any] = multiprocessing.connection.wait(list(at_work))
            for end in ready:
                job = at_work.pop(end)
                result: Result | None
                try:
                    result = end.recv()
                    self._give(end, waiting, at_work)
                except (EOFError, OSError):  # the worker has died
                    self._ends.pop(end).join()
                    result = None
                yield job, result
        yield from ((job, None) for job in waiting)  # no worker is left

    def _give(self, end: Any, waiting: deque[Job], at_work: dict[Any, Job]) -> None:
        if waiting:
            at_work[end] = job = waiting.popleft()
            with contextlib.suppress(OSError):  # it has died: its end is readable, and says so
                end.send((job,))

    def close(self) -> None:
        """End the workers, and what they have left behind."""
        for end, worker in self._ends.items():
            end.close()
            worker.terminate()
            worker.join()
        for thread in self._threads:
            thread.join()


def _serve(work: Callable[[Any, Forking], Any], pipe: Any, channel: socket.socket, inherited: list[Any]) -> None:
    for end in inherited:
        end.close()
    forks = Remote(channel)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            (job,) = pipe.recv()
            try:
                result = work(job, forks)
            except Exception:  # whoever asked does it again and finds the words for it
                log.info("a worker could not do %s", job, exc_info=True)
                result = None
            pipe.send(result)
    os._exit(0)  # no exit handler of the process that was forked is ours to run
