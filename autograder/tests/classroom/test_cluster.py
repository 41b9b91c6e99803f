"""A class on a Dask cluster: the same gradebook as on one core, whoever comes, dies or is not fit meanwhile."""

from __future__ import annotations

import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring import build
from autograder.classroom import cluster as clusters
from autograder.classroom import worker
from autograder.classroom.bundle import Judged
from autograder.classroom.cluster import Cluster, Workers
from autograder.classroom.fitness import Wanted
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import BadSubmission, Submission, find
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.judging.store import Reply, Store
from autograder.tests import small
from autograder.tests.classroom.dask_cluster import DaskCluster, dask_cluster, kill
from autograder.tests.classroom.test_run import RIGHT, a_class, folders, gradebook, hand_in

# It is right where all of this is refused, and wrong where one thing is not.
REACHES_OUT = """
import os, socket
refused = []
for attempt in (
    lambda: socket.create_connection(({host!r}, {port}), 5),
    lambda: os.listdir({folder!r}),
    lambda: os.listdir(os.path.dirname(os.getcwd())),
):
    try:
        attempt()
    except PermissionError:
        refused.append(attempt)

def double(x):
    return 2 * x if len(refused) == 3 else 0
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course, built once."""
    course = small.make_course(tmp_path_factory.mktemp("built"))
    build.build(course, ["small"], lambda text: None)
    return course


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of the small course with nobody in it."""
    shutil.copytree(built.root, tmp_path / "course")
    return Course(tmp_path / "course")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A cluster with two workers."""
    with dask_cluster(tmp_path_factory.mktemp("dask"), workers=2) as dask:
        yield dask


@contextmanager
def nobody_judges_here() -> Iterator[None]:
    """For a while, the process that writes grades must run no notebook."""

    def refuse(self: Grader, *args: object, **kwargs: object) -> None:
        raise AssertionError("this submission was judged at home")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Grader, "grade", refuse)
        yield


def rows_of(rows: Iterator[Graded]) -> dict[str, Graded]:
    """The rows by student, each of whom there is once."""
    found = list(rows)
    assert len({row.student for row in found}) == len(found)
    return {row.student: row for row in found}


def grade(
    course: Course,
    scheduler: Path | str | None = None,
    tell: Callable[[str], object] = print,
    tls: tuple[Path, Path, Path] | None = None,
    **options: object,
) -> Iterator[Graded]:
    """Grade everybody, on a cluster where a scheduler is named."""
    cluster = Cluster(str(scheduler), tls, tell) if scheduler else None
    return grade_class(course, find(course, "small"), cluster=cluster, **options)  # type: ignore[arg-type]


def on_one_core(course: Course, folder: Path) -> tuple[dict[str, Graded], Course]:
    """The same class, graded in a copy of the course with ``--jobs 1``."""
    other = Course(shutil.copytree(course.root, folder))
    return rows_of(grade(other)), other


def test_a_class_on_a_cluster_ends_as_on_one_core(two: DaskCluster, course: Course, tmp_path: Path) -> None:
    a_class(course)
    host, port = two.address.removeprefix("tcp://").split(":")
    hand_in(course, "gus", REACHES_OUT.format(host=host, port=port, folder=str(two.temporary)))
    expected, one = on_one_core(course, tmp_path / "one")
    told: list[str] = []
    with nobody_judges_here():
        rows = rows_of(grade(course, two.file, told.append))
    assert rows == expected
    assert {name: row.score for name, row in rows.items()} == {
        "ada0": 2.0, "ben0": 0.0, "cleo0": 0.0, "dora0": 0.0, "emil0": 2.0, "finn0": 0, "gus": 2.0,
    }  # fmt: skip
    assert rows["ben0"].outcomes[0].hint.startswith("Your function multiplies")
    assert told == []
    assert gradebook(course) == gradebook(one)
    assert folders(course) == folders(one)
    # what workers have asked the wrong answer came home
    store, other = Store.of(course), Store.of(one)
    assert {reply[:3] for reply in store.replies_after(0)} == {reply[:3] for reply in other.replies_after(0)}
    assert store.newest() > 0
    # nothing is left on the workers, and nothing is done twice
    two.wait_for(lambda: not list(two.temporary.glob("autograder-*")))
    again = rows_of(grade(course, two.file))
    assert all(row.unchanged for row in again.values() if not row.problem)


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 1, 3, 6, 10])
def test_a_killed_worker_costs_time_only_and_another_may_come(
    two: DaskCluster, course: Course, tmp_path: Path, after: int
) -> None:
    a_class(course, 2)
    expected, one = on_one_core(course, tmp_path / "one")
    with nobody_judges_here():
        running = grade(course, two.file)
        rows = [next(running) for _ in range(after)]
        if after:
            kill(two.workers.pop())
            two.add()
        else:  # while it gets ready for its first submission

            def kill_one() -> None:
                two.wait_for(two.bundles)
                kill(two.workers.pop())
                two.add()

            threading.Thread(target=kill_one).start()
        rows += running
    assert rows_of(iter(rows)) == expected
    assert gradebook(course) == gradebook(one)
    assert folders(course) == folders(one)
    two.wait_for_workers(2)


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_on_the_workers_and_the_next_one_goes_on(
    two: DaskCluster, course: Course, tmp_path: Path
) -> None:
    a_class(course, 2)
    expected, one = on_one_core(course, tmp_path / "one")
    command = [Path(sys.executable).with_name("autograder"), "--course", course.root, "grade", "small"]
    running = subprocess.Popen([*command, "--scheduler", two.file], stdout=subprocess.DEVNULL)
    two.wait_for(lambda: len(folders(course)) >= 3 if (course.root / "autograded").is_dir() else False)
    kill(running)
    two.wait_for(lambda: not list(two.temporary.glob("autograder-*")))
    with nobody_judges_here():
        rows = rows_of(grade(course, two.file))
    assert any(row.unchanged for row in rows.values())
    assert {name: row.score for name, row in rows.items()} == {name: row.score for name, row in expected.items()}
    assert gradebook(course) == gradebook(one)
    assert folders(course) == folders(one)


@pytest.mark.slow
def test_a_run_waits_for_the_first_worker_and_goes_on_with_the_last(course: Course, tmp_path: Path) -> None:
    a_class(course)
    expected, one = on_one_core(course, tmp_path / "one")
    with dask_cluster(tmp_path / "dask", workers=0) as dask, nobody_judges_here():
        told: list[str] = []

        def somebody_comes(sentence: str) -> None:
            told.append(sentence)
            dask.add()

        running = grade(course, dask.file, somebody_comes)
        rows = [next(running), next(running)]
        kill(dask.workers[0])
        dask.add()
        rows += running
    assert told == [f"there is no worker at {dask.address} yet; this run waits for the first one"]
    assert rows_of(iter(rows)) == expected
    assert gradebook(course) == gradebook(one)


@pytest.mark.slow
def test_a_worker_that_is_cut_off_counts_as_gone(course: Course, tmp_path: Path) -> None:
    """It stands still, as one whose cable was drawn: nothing comes from it, and its connection does not close."""
    a_class(course)
    expected, one = on_one_core(course, tmp_path / "one")
    options = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5 seconds"}
    with dask_cluster(tmp_path / "dask", workers=2, **options) as dask, nobody_judges_here():
        running = grade(course, dask.file)
        rows = [next(running)]
        dask.workers[0].send_signal(signal.SIGSTOP)
        rows += running
    assert rows_of(iter(rows)) == expected
    assert gradebook(course) == gradebook(one)


@pytest.mark.slow
def test_where_the_scheduler_dies_the_run_says_what_is_left_and_the_next_one_goes_on(
    course: Course, tmp_path: Path
) -> None:
    a_class(course)
    expected, one = on_one_core(course, tmp_path / "one")
    with dask_cluster(tmp_path / "dask", workers=1) as dask, nobody_judges_here():
        running = grade(course, dask.file)
        rows = [next(running), next(running)]
        kill(dask.scheduler)
        rows += running
        dask.wait_for(lambda: not list(dask.temporary.glob("autograder-*")))  # the worker has ended too
    left = f"the scheduler at {dask.address} has gone: start the same command again, and it goes on here"
    first = rows_of(iter(rows))
    assert set(first) == set(expected)
    done = {name for name, row in first.items() if row.problem != left}
    assert 2 <= len(done) < len(expected)
    assert all(first[name] == expected[name] for name in done)
    with dask_cluster(tmp_path / "again", workers=1) as dask, nobody_judges_here():
        second = rows_of(grade(course, dask.file))
    assert {name for name, row in second.items() if row.unchanged} == {name for name in done if not first[name].problem}
    assert {name: (row.score, row.problem) for name, row in second.items()} == {
        name: (row.score, row.problem) for name, row in expected.items()
    }
    assert gradebook(course) == gradebook(one)
    assert folders(course) == folders(one)


OTHER_TORCH = """
from autograder.classroom import fitness
known = fitness.version
fitness.version = lambda name: "1.0" if name == "torch" else known(name)
"""
OTHER_KIT = """
from autograder.classroom import fitness
fitness.rooms_digest = lambda *args, **kwargs: "another"
"""
NO_LANDLOCK = """
from autograder.child import confine
confine.missing = lambda: {"Landlock": "this kernel has no Landlock"}
"""
NO_KIT = """
import sys
sys.modules["autograder"] = None
"""


@pytest.mark.slow
def test_a_worker_that_is_not_fit_is_left_out_in_one_sentence(course: Course, tmp_path: Path) -> None:
    a_class(course, 2)
    expected, one = on_one_core(course, tmp_path / "one")
    told: list[str] = []
    with dask_cluster(tmp_path / "dask", workers=0) as dask:
        for other in (OTHER_TORCH, OTHER_KIT, NO_LANDLOCK, NO_KIT):
            dask.add(other)
        dask.wait_for_workers(4)
        nobody = rows_of(grade(course, dask.file, told.append, again=True))
        dask.add()
        dask.wait_for_workers(5)
        with nobody_judges_here():
            rows = rows_of(grade(course, dask.file, lambda sentence: None))
    reasons = sorted(re.sub(r"tcp://\S+", "IT", sentence) for sentence in told)
    assert reasons == [
        "the worker at IT cannot confine student code: this kernel has no Landlock; it is left out",
        "the worker at IT has another state of the kit; it is left out",
        "the worker at IT has no pyro-autograder, or another state of it: install the kit there as it is here; "
        "it is left out",
        f"the worker at IT has torch 1.0, and this run has {version('torch')}; it is left out",
    ]
    assert all(row.problem for row in nobody.values())
    assert any(
        row.problem.startswith(f"no worker of {dask.address} is fit to judge: the worker at") for row in nobody.values()
    )
    assert rows == expected
    assert gradebook(course) == gradebook(one)


@pytest.mark.slow
def test_what_travels_is_encrypted_where_it_is_asked_for(course: Course, tmp_path: Path) -> None:
    a_class(course)
    expected, _ = on_one_core(course, tmp_path / "one")
    tls = certificates(tmp_path)
    with dask_cluster(tmp_path / "dask", workers=1, tls=tls) as dask:
        assert dask.address.startswith("tls://")
        with pytest.raises(CourseError, match="do both or neither use TLS"):
            grade(course, dask.file)
        with nobody_judges_here():
            rows = rows_of(grade(course, dask.file, tls=tls))
    assert rows == expected


class Promise:
    """What Dask calls a future, in the hands of a test."""

    def __init__(self, function: Callable[..., object], arguments: tuple[object, ...], address: str) -> None:
        self.function, self.arguments, self.address = function, arguments, address
        self.status, self.answer = "pending", b""

    def add_done_callback(self, tell: Callable[[Promise], object]) -> None:
        self.tell = tell

    def end(self, status: str = "finished", answer: object = b"") -> None:
        self.status, self.answer = status, answer
        self.tell(self)

    def result(self, timeout: float) -> object:
        return self.answer

    def exception(self) -> object:
        return self.answer

    def release(self) -> None:
        self.status = "cancelled"


class Dask:
    """Stands in for Dask's client: workers with their threads, and all that was submitted.

    ``look`` is called when the run looks which workers there are: here things happen.
    """

    def __init__(self, look: Callable[[Dask], object], **threads: int) -> None:
        self.status, self.look, self.threads = "running", look, threads
        self.submitted: list[Promise] = []

    def scheduler_info(self) -> dict[str, str]:
        return {"address": "tcp://127.0.0.1:8786"}

    def nthreads(self) -> dict[str, int]:
        self.look(self)
        return {f"tcp://127.0.0.1:{name}": threads for name, threads in self.threads.items()}

    def submit(self, function: Callable[..., object], *arguments: object, **options: object) -> Promise:
        [address] = options["workers"] or [""]  # type: ignore[misc]
        self.submitted.append(Promise(function, arguments, address.removeprefix("tcp://127.0.0.1:")))
        return self.submitted[-1]

    def at(self, name: str = "") -> list[Promise]:
        """The submissions that a worker, or any, has and has not done."""
        ours = [each for each in self.submitted if each.function is worker.judge and each.status == "pending"]
        return [each for each in ours if name in ("", each.address)]


class AtHome:
    """A run whose submissions travel by the student's name."""

    def bundle(self, assignment: str) -> str:
        return assignment

    def sheet(self, submission: Submission) -> str:
        if submission.student == "empty":
            raise BadSubmission("there is no notebook")
        return submission.student

    def add(self, assignment: str, replies: Sequence[Reply]) -> None:
        assert replies == [("subject", "place", "question", b"reply")]


JUDGED = pickle.dumps(Judged(Graded("small"), [("subject", "place", "question", b"reply")]))


def results_of(dask: Dask, *students: str) -> tuple[dict[str, Graded | None], list[str]]:
    """Each student's result on such a cluster, and what a person is told. A name may begin with an assignment's."""
    told: list[str] = []
    jobs = [Submission(name, name.split("/")[0], Path(name), False) for name in students]
    workers = Workers(dask, AtHome(), Wanted({}, True, frozenset(), 30.0), told.append)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "LOOK_AROUND", 0.001)
        found = [(job.student, graded) for job, graded in workers.results(jobs)]
    assert sorted(name for name, _ in found) == sorted(students)
    return dict(found), told


def test_each_worker_has_its_share_and_little_more() -> None:
    most = {"1": 0, "2": 0}

    def look(dask: Dask) -> None:
        for name in most:
            most[name] = max(most[name], len(dask.at(name)))
        for each in dask.at()[:1]:
            each.end(answer=JUDGED)

    found, told = results_of(Dask(look, **{"1": 1, "2": 4}), *(f"small/{n}" for n in range(20)))
    assert all(row == Graded("small") for row in found.values())
    assert most == {"1": 1 + clusters.AHEAD, "2": 4 + clusters.AHEAD}
    assert told == []


def test_a_bundle_goes_to_a_worker_once_and_assignments_come_one_after_another() -> None:
    def look(dask: Dask) -> None:
        for each in dask.at()[:1]:
            each.end(answer=JUDGED)

    dask = Dask(look, **{"1": 1, "2": 1})
    results_of(dask, *(f"{name}/{n}" for n in range(5) for name in ("one", "other")))
    assert [each.function for each in dask.submitted].count(bytes) == 2
    held = [
        (each.address, pickle.loads(each.arguments[0].arguments[0])[0])  # type: ignore[attr-defined]
        for each in dask.submitted
        if each.function is worker.hold
    ]
    assert sorted(held) == [("1", "one"), ("1", "other"), ("2", "one"), ("2", "other")]


def test_a_submission_that_no_worker_survives_is_judged_at_home_and_costs_no_other() -> None:
    names = iter(range(2, 100))

    def look(dask: Dask) -> None:
        for each in dask.at()[:1]:  # the others wait behind it
            if pickle.loads(each.arguments[1]) == "small/poison":  # type: ignore[arg-type]
                del dask.threads[each.address]
                dask.threads[str(next(names))] = 1
                return
        for each in dask.at()[:1]:
            each.end(answer=JUDGED)

    found, _ = results_of(Dask(look, **{"1": 1}), "small/ada", "small/poison", "small/ben", "small/cleo", "small/dora")
    assert {name for name, graded in found.items() if graded is None} == {"small/poison"}
    assert next(names) == 2 + clusters.TRIES


def test_what_cannot_be_read_or_has_killed_its_judge_is_left_to_this_process() -> None:
    def look(dask: Dask) -> None:
        for each in dask.at()[:1]:
            each.end(answer=b"" if pickle.loads(each.arguments[1]) == "small/ben" else JUDGED)  # type: ignore[arg-type]

    found, _ = results_of(Dask(look, **{"1": 1}), "small/ada", "empty", "small/ben")
    assert found == {"small/ada": Graded("small"), "empty": None, "small/ben": None}


def test_who_is_not_fit_is_left_out_and_others_do_its_work() -> None:
    def look(dask: Dask) -> None:
        for each in dask.at("1")[:1]:
            each.end("error", worker.Unfit("has torch 1.0, and this run has 2.0"))
        for each in dask.at("2")[:1]:
            each.end("error", ModuleNotFoundError("no module named 'autograder'"))
        for each in dask.at("3")[:1]:
            each.end(answer=JUDGED)

    dask = Dask(look, **{"1": 1, "2": 2, "3": 1})
    found, told = results_of(dask, *(f"small/{n}" for n in range(9)))
    assert all(row == Graded("small") for row in found.values())
    assert sorted(told) == [
        "the worker at tcp://127.0.0.1:1 has torch 1.0, and this run has 2.0; it is left out",
        "the worker at tcp://127.0.0.1:2 has no pyro-autograder, or another state of it: install the kit there as it "
        "is here; it is left out",
    ]
    del dask.threads["3"]
    found, _ = results_of(dask, "small/ada")
    assert found["small/ada"] is not None
    assert found["small/ada"].problem.startswith("no worker of tcp://127.0.0.1:8786 is fit to judge: the worker at ")


def test_what_a_run_cannot_reach_is_told() -> None:
    looks = iter(range(9))

    def look(dask: Dask) -> None:
        at = next(looks)
        dask.threads = {"1": 1} if at else {}
        dask.status = "running" if at < 2 else "connecting"

    found, told = results_of(Dask(look), "small/ada", "small/ben")
    assert told == ["there is no worker at tcp://127.0.0.1:8786 yet; this run waits for the first one"]
    gone = "the scheduler at tcp://127.0.0.1:8786 has gone: start the same command again, and it goes on here"
    assert [row.problem for row in found.values() if row] == [gone, gone]


def test_a_run_without_encryption_to_another_machine_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [host for host in ("127.0.0.1", "::1", "10.255.255.1", "scheduler.example") if clusters._is_here(host)]
    assert here == ["127.0.0.1", "::1"]


def test_where_no_scheduler_answers_a_sentence_says_so(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", RIGHT)
    monkeypatch.setattr(clusters, "CONNECT_LIMIT", 0.5)
    for place in ("tcp://127.0.0.1:1", "nowhere:8786", "127.0.0.1", "http:/x", "tls://127.0.0.1:1"):
        command = ["--course", str(course.root), "grade", "small", "--scheduler", place]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 2, place
        told = " ".join(result.output.split())
        assert f"no scheduler answers at {place} (" in told
        assert "`dask scheduler` prints its address" in told
        assert "Traceback" not in told


def test_without_dask_a_sentence_says_how_to_install_it(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", RIGHT)
    monkeypatch.delitem(sys.modules, "autograder.classroom.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = ["--course", str(course.root), "grade", "small", "--scheduler", "tcp://127.0.0.1:1"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "--scheduler wants Dask, which is not installed: pip install -e '.[cluster]'" in result.output


def test_files_for_tls_belong_together(course: Course) -> None:
    hand_in(course, "ada", RIGHT)
    files = {name: str(course.root / "pyproject.toml") for name in ("--tls-ca", "--tls-cert", "--tls-key")}
    for names, more in ((["--tls-ca"], ["--scheduler", "tcp://127.0.0.1:1"]), (list(files), [])):
        options = [word for name in names for word in (name, files[name])]
        result = CliRunner().invoke(main, ["--course", str(course.root), "grade", "small", *options, *more])
        assert result.exit_code == 2
        assert "--tls-ca, --tls-cert and --tls-key belong together, and to --scheduler" in " ".join(
            result.output.split()
        )


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """An authority that is its own, with one certificate for everybody: its files."""
    ca, key = folder / "ca.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    subprocess.run([*command, "-keyout", key, "-out", ca], check=True, capture_output=True)
    return ca, ca, key
