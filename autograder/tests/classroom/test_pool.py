"""Workers: jobs come back, and a worker that dies costs only its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from autograder.classroom.pool import Pool
from autograder.subject.parent import Forking, ParentFailed, WarmParent, shared


def test_jobs_come_back_and_a_dead_worker_costs_only_its_own() -> None:
    def work(job: int, forks: Forking) -> int:
        if job == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        if job == 4:
            raise ValueError("no")
        return job * job

    pool = Pool(work, shared(), 2)
    try:
        assert dict(pool.results(range(8))) == {0: 0, 1: 1, 2: 4, 3: None, 4: None, 5: 25, 6: 36, 7: 49}
    finally:
        pool.close()


def test_jobs_are_given_back_when_all_workers_are_dead() -> None:
    pool = Pool(lambda job, forks: os.kill(os.getpid(), signal.SIGKILL), shared(), 2)
    try:
        assert dict(pool.results("abcd")) == dict.fromkeys("abcd")
    finally:
        pool.close()


def test_a_worker_that_dies_leaves_no_child_behind(tmp_path: Path) -> None:
    parent = WarmParent()

    def work(job: str, forks: Forking) -> None:
        folder = tmp_path / f"folder of {job}"
        folder.mkdir()
        try:
            connection = forks.fork(folder, {}, 0)
            reply = connection.request({"kind": "cell", "source": "import os\nprint(os.getpid())", "limit": 60.0}, 60.0)
            (tmp_path / job).write_text(reply["outputs"][0]["text"])
        except Exception as error:  # the test says it, where a pool would only say that there is no result
            (tmp_path / job).write_text(repr(error))
        os.kill(os.getpid(), signal.SIGKILL)

    pool = Pool(work, parent, 2)
    try:
        assert dict(pool.results(["a", "b"])) == {"a": None, "b": None}
        pool.close()
        for name in ("a", "b"):
            pid = (tmp_path / name).read_text().strip()
            assert pid.isdecimal(), pid
            assert not Path("/proc", pid).exists()
    finally:
        parent.close()


def test_a_worker_hears_that_nothing_can_be_forked() -> None:
    class Broken(WarmParent):
        def child(self, request: dict[str, object]) -> object:  # type: ignore[override]
            raise ParentFailed("no process to be had")

    def work(job: int, forks: Forking) -> str:
        try:
            forks.fork(Path("/tmp"), {}, 0)
        except ParentFailed as error:
            return str(error)
        return "?"

    pool = Pool(work, Broken(), 1)
    try:
        assert dict(pool.results([1])) == {1: "no process to be had"}
    finally:
        pool.close()
