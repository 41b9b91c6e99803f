"""A Dask cluster behind the border of the local pool: submissions out, results in, whoever comes or dies meanwhile.

The only module that knows Dask. Each job is given to one worker by name, as the local pool does it: so it is known who
had it, and nothing waits for a machine that is not fit.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import logging
import pickle
import pkgutil
import queue
import socket
import time
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from distributed import Client, Future
from distributed.comm.addressing import get_address_host
from distributed.security import Security

from autograder.classroom import worker
from autograder.classroom.bundle import Bundle, Judged, Sheet
from autograder.classroom.fitness import Wanted
from autograder.classroom.submissions import Submission
from autograder.course import CourseError
from autograder.judging.graded import Graded
from autograder.judging.store import Reply

Task = Future[Any]  # as this process has it: the result is to come

log = logging.getLogger(__name__)

CONNECT_LIMIT = 20.0  # seconds
LOOK_AROUND = 1.0  # seconds between looks at which workers there are
FETCH_LIMIT = 30.0  # seconds for a result that a worker has; where it has died, no longer than this is lost
AHEAD = 2  # jobs that wait at a worker while its threads work, so that it never waits for this process
TRIES = 3  # workers that one job may take with it before this process does it itself


class Home(Protocol):
    """The run that has the class, and what it gives to a cluster."""

    def bundle(self, assignment: str) -> Bundle:
        """The assignment, to be sent to each worker once."""

    def sheet(self, submission: Submission) -> Sheet:
        """A submission, to be sent to one worker."""

    def add(self, assignment: str, replies: Sequence[Reply]) -> None:
        """Keep what workers have asked the course's own answers."""


@dataclass(frozen=True)
class Cluster:
    """Where a Dask cluster is.

    Args:
        scheduler: the scheduler's address, or the path of its scheduler file.
        tls: the files of the authority, the certificate and the key; none where Dask's own configuration says it.
        tell: gets a sentence for a person: a worker that is left out, a connection that is not encrypted.
    """

    scheduler: str
    tls: tuple[Path, Path, Path] | None
    tell: Callable[[str], None]

    def workers(self, home: Home, wanted: Wanted) -> Workers:
        """Connect.

        Raises:
            CourseError: when no scheduler answers.
        """
        security = None
        if self.tls:
            ca, cert, key = map(str, self.tls)
            security = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True)
        place = {"scheduler_file": self.scheduler} if Path(self.scheduler).is_file() else {"address": self.scheduler}
        if not logging.getLogger("autograder").isEnabledFor(logging.INFO):
            logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is told in a sentence
        try:
            client = Client(**place, security=security, timeout=CONNECT_LIMIT, name="autograder", set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            told = " ".join(str(error).split())
            raise CourseError(
                f"no scheduler answers at {self.scheduler} ({told}): is it running, does a firewall lie between, and "
                "do both or neither use TLS? `dask scheduler` prints its address when it starts"
            ) from None
        return Workers(client, home, wanted, self.tell)


@dataclass
class _Worker:
    """A worker as this process sees it.

    ``held`` is the assignment that it was given last, and its bundle there; ``jobs`` are in the order of their giving.
    """

    address: str
    threads: int
    held: tuple[str, Task] | None = None
    jobs: list[Task] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.threads + AHEAD - len(self.jobs)


class Workers:
    """The workers of a cluster, as :class:`autograder.classroom.pool.Pool` has those of this machine."""

    def __init__(self, client: Client, home: Home, wanted: Wanted, tell: Callable[[str], None]) -> None:
        self._client, self._home, self._wanted, self._tell = client, home, wanted, tell
        self._address = client.scheduler_info()["address"]
        self._fit: dict[str, _Worker] = {}
        self._refused: dict[str, str] = {}
        self._openings: dict[str, bytes] = {}  # by assignment: what a judge begins with
        self._bundles: dict[str, Task] = {}  # and the same on the cluster
        self._at_work: dict[Task, tuple[Submission, _Worker]] = {}
        self._waiting: deque[Submission] = deque()
        self._taken_along: Counter[Submission] = Counter()  # how many workers have died with a job
        self._done: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._looked, self._lost = -LOOK_AROUND, False
        self._said: set[str] = set()
        self._warn_if_open(self._address)

    def results(self, jobs: Sequence[Submission]) -> Iterator[tuple[Submission, Graded | None]]:
        """Each job with its result, as they come; None where this process has to do it itself.

        Where the scheduler has gone, or no worker is fit, the result of what is left says so.
        """
        self._waiting = deque(sorted(jobs, key=lambda job: job.assignment))
        while (self._waiting or self._at_work) and not (why := self._why_stopped()):
            self._look_around()
            for job in self._given():
                yield job, None
            with contextlib.suppress(queue.Empty):
                future = self._done.get(timeout=LOOK_AROUND)
                if future in self._at_work:  # else it was given to another meanwhile
                    yield from self._result(future)
        left = [*self._waiting, *(job for job, _ in self._at_work.values())]
        for job in left:
            yield job, Graded(job.assignment, job.student, problem=why)

    def _why_stopped(self) -> str:
        if self._lost or self._client.status != "running":
            return f"the scheduler at {self._address} has gone: start the same command again, and it goes on here"
        if self._refused and not self._fit:
            return f"no worker of {self._address} is fit to judge: {next(iter(self._refused.values()))}"
        return ""

    def _look_around(self) -> None:
        """See which workers have come, and take back the jobs of those that have gone."""
        if time.monotonic() < self._looked + LOOK_AROUND:
            return
        try:
            there: dict[str, int] = self._client.nthreads()
        except (OSError, RuntimeError, ValueError):  # the connection is lost, and the client will say so
            return
        self._looked = time.monotonic()
        for address in [address for address in self._fit if address not in there]:
            log.info("the worker at %s has gone", address)
            gone = self._fit.pop(address)
            self._taken_along.update(self._at_work[each][0] for each in gone.jobs[: gone.threads])  # the others waited
            self._give_back(gone, gone.jobs)
        self._refused = {address: why for address, why in self._refused.items() if address in there}
        for address, threads in there.items():
            if address not in self._fit and address not in self._refused:
                self._warn_if_open(address)
                self._fit[address] = _Worker(address, threads)
        if not there:
            self._say(f"there is no worker at {self._address} yet; this run waits for the first one")

    def _given(self) -> Iterator[Submission]:
        """Give jobs to those with the most room, and give back those that this process has to find words for."""
        while self._waiting and self._fit and (least := max(self._fit.values(), key=lambda each: each.room)).room > 0:
            job = self._waiting.popleft()
            if self._taken_along[job] >= TRIES:
                yield job
                continue
            try:
                sheet = pickle.dumps(self._home.sheet(job))
                opening = self._opening(job.assignment)
            except Exception:  # whatever it is, it stops one submission
                yield job
                continue
            try:
                future = self._submit(least, worker.judge, self._held_by(least, job.assignment, opening), sheet)
            except Exception:
                log.info("nothing can be sent to %s", self._address, exc_info=True)
                self._waiting.appendleft(job)
                self._lost = True
                return
            self._at_work[future] = job, least
            least.jobs.append(future)
            future.add_done_callback(self._done.put)

    def _opening(self, assignment: str) -> bytes:
        if assignment not in self._openings:
            self._openings[assignment] = pickle.dumps((self._home.bundle(assignment), self._wanted))
        return self._openings[assignment]

    def _held_by(self, one: _Worker, assignment: str, opening: bytes) -> Task:
        """The assignment's bundle on a worker. One that it held before ends there with its last job."""
        if one.held is None or one.held[0] != assignment:
            if assignment not in self._bundles:
                key = f"bundle-{hashlib.sha256(opening).hexdigest()}"
                self._bundles[assignment] = self._submit(None, bytes, opening, key=key)
            found = self._submit(one, pkgutil.resolve_name, f"{worker.__name__}:hold")
            one.held = assignment, self._submit(one, worker.hold, self._bundles[assignment], found)
        return one.held[1]

    def _submit(self, one: _Worker | None, task: Callable[..., Any], *arguments: Any, key: str | None = None) -> Task:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "sending large graph": bundles are large, and some submissions
            workers = [one.address] if one else None
            return self._client.submit(task, *arguments, workers=workers, key=key, pure=False)

    def _result(self, future: Task) -> Iterator[tuple[Submission, Graded | None]]:
        """The job with its result, unless somebody else has to try it."""
        job, one = self._at_work[future]
        if future.status == "error":
            self._refuse(one, future.exception())
            return
        answer: bytes | None = None
        # by no worker: with its connection Dask's client loses all that it had
        self._lost = future.status == "cancelled"
        if future.status == "finished":
            with contextlib.suppress(Exception):  # its worker has died since
                answer = future.result(timeout=FETCH_LIMIT)
        if answer is None:
            self._taken_along.update(self._give_back(one, [future]))
            return
        del self._at_work[future]
        one.jobs.remove(future)
        judged: Judged | None = pickle.loads(answer) if answer else None
        if judged is not None:
            self._home.add(job.assignment, judged.replies)
            if judged.trouble:
                log.info("a worker could not do %s: %s", job, judged.trouble)
        yield job, judged.graded if judged else None

    def _give_back(self, one: _Worker, futures: Sequence[Task]) -> list[Submission]:
        """Take jobs from a worker for others to do, and say which."""
        jobs = []
        for future in list(futures):
            jobs.append(self._at_work.pop(future)[0])
            one.jobs.remove(future)
            future.release()
        self._waiting.extendleft(reversed(jobs))
        return jobs

    def _refuse(self, one: _Worker, error: BaseException) -> None:
        """Leave a worker out, and give its jobs to others."""
        if isinstance(error, worker.Unfit):
            why = str(error)
        elif isinstance(error, ImportError | AttributeError):
            why = "has no pyro-autograder, or another state of it: install the kit there as it is here"
        else:
            why = " ".join(f"cannot judge: {type(error).__name__}: {error}".split())
        self._refused[one.address] = f"the worker at {one.address} {why}"
        self._say(f"{self._refused[one.address]}; it is left out")
        del self._fit[one.address]
        self._give_back(one, one.jobs)

    def _warn_if_open(self, address: str) -> None:
        if not address.startswith("tls://") and not _is_here(get_address_host(address)):
            self._say(
                "submissions and graders travel to other machines without encryption, and who can connect to the "
                "scheduler can run code as you: see TLS in autograder/classroom/README.md"
            )

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._tell(sentence)

    def close(self) -> None:
        """Let go of the cluster: workers end their judges and remove what they were sent."""
        self._client.close()


def _is_here(host: str) -> bool:
    """Whether an address is this machine's own: nobody can listen at another's."""
    with contextlib.suppress(ValueError, OSError):
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
        with socket.socket(family) as one:
            one.bind((host, 0))
        return True
    return False
