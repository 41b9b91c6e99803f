"""A Dask cluster on this machine: a scheduler and workers, each a process of its own, which speak over TCP."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from distributed import Client
from distributed.security import Security

DASK = str(Path(sys.executable).with_name("dask"))


class DaskCluster:
    """Processes as a person starts them with the commands ``dask scheduler`` and ``dask worker``.

    Args:
        folder: for the scheduler's file, what workers write, and logs.
        tls: the files of the authority, the certificate and the key, where it is to speak TLS.
        environment: variables for all of them.
    """

    def __init__(
        self, folder: Path, tls: tuple[Path, Path, Path] | None = None, environment: dict[str, str] | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._tls = tls
        self.folder, self.file, self.temporary = folder, folder / "scheduler.json", folder / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self.workers: list[subprocess.Popen[bytes]] = []
        self._added = 0
        self._environment = os.environ | {"TMPDIR": str(self.temporary), "OMP_NUM_THREADS": "1"} | (environment or {})
        protocol = "tls" if tls else "tcp"
        self.scheduler = self._start("scheduler", "--host", f"{protocol}://127.0.0.1", "--port", "0", "--no-dashboard")
        self.wait_for(lambda: self.file.is_file() and self.file.read_text().endswith("}"))
        self.address = json.loads(self.file.read_text())["address"]

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [DASK, *arguments, "--scheduler-file", str(self.file)]
        for option, path in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), self._tls or (), strict=False):
            command += [option, str(path)]
        with (self.folder / f"{arguments[0]}-{self._added}.log").open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def add(self, begins: str = "") -> subprocess.Popen[bytes]:
        """One more worker with one thread.

        Args:
            begins: Python that each of its processes runs before anything else.
        """
        self._added += 1
        more: dict[str, str] = {}
        if begins:
            path = self.folder / f"begins_{self._added}" / "sitecustomize.py"
            path.parent.mkdir()
            path.write_text(begins)
            more["PYTHONPATH"] = str(path.parent)
        self.workers.append(self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", **more))
        return self.workers[-1]

    def wait_for_workers(self, number: int) -> None:
        """Wait until so many have said that they are there."""
        security = None
        if self._tls:
            ca, cert, key = map(str, self._tls)
            security = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key)
        with Client(scheduler_file=str(self.file), security=security, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)

    def bundles(self) -> list[Path]:
        """What workers have unpacked."""
        return list(self.temporary.glob("autograder-*/course/solutions"))

    @staticmethod
    def wait_for(what: Callable[[], object], seconds: float = 120.0) -> None:
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < until, what
            time.sleep(0.02)

    def close(self) -> None:
        """End all that it has started."""
        for process in [*self.workers, self.scheduler]:
            for each in _all_of(process):
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
            process.wait()


def _all_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        one = psutil.Process(process.pid)
        return [*one.children(recursive=True), one]
    except psutil.NoSuchProcess:
        return []


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for one process alone."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def dask_cluster(
    folder: Path, workers: int, tls: tuple[Path, Path, Path] | None = None, **environment: str
) -> Iterator[DaskCluster]:
    """A cluster with so many workers, until the end of the block."""
    cluster = DaskCluster(folder, tls, environment)
    try:
        for _ in range(workers):
            cluster.add()
        if workers:
            cluster.wait_for_workers(workers)
        yield cluster
    finally:
        cluster.close()
