"""A pytest session that judges subjects: runs a notebook up to each graded cell and asks its grader there."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import greenlet
import pytest

from autograder.child import thrift
from autograder.course import CourseError
from autograder.expect.mismatch import hiding
from autograder.judging.status import Status
from autograder.judging.variants import Variant
from autograder.judging.verdicts import (
    Both,
    Credit,
    Recorder,
    Reference,
    SecondLooks,
    Tries,
    Verdict,
    seeds_of,
    verdict_on,
)
from autograder.subject.subject import Subject

PREFIX = "test_"


class GraderBroken(CourseError):
    """A grader file that pytest cannot even collect."""


@dataclass
class Judge:
    """Who is judged, and how.

    Args:
        student: the subject on trial; its exchanges are recorded.
        reference: the reference solution behind the same class. Both stand at a graded cell before its grader runs.
        variant: gives the variant of a grader by its grade_id.
        order: the grade ids in the order of the notebook; only these are judged.
        seeds: gives the seeds of a stochastic check's tries; calibration asks for one try at a time.
        verdicts: by grade_id, as they come.
    """

    student: Subject
    reference: Subject
    variant: Callable[[str], Variant]
    order: list[str]
    seeds: Callable[[Variant], Sequence[int]] = seeds_of
    verdicts: dict[str, Verdict] = field(default_factory=dict)


class _Session:
    """A pytest session that has collected a grader file and stays open for one judge after another.

    A session takes 20 ms to make, a judge of five graders less than 2. pytest runs in a greenlet, and where its loop
    over all tests would be, this plugin waits for the next judge.
    """

    def __init__(self, graders: Path) -> None:
        self.graders, self.broken = graders, ""
        self._judge: Judge
        self._pytest = greenlet.greenlet(self._main)
        with _alone(graders):
            self._switch()

    def ask(self, judge: Judge, until_failure: bool) -> None:
        """Run the graders under a judge.

        Raises:
            GraderBroken: when the session breaks down.
        """
        self._judge, self._until_failure = judge, until_failure
        self._switch(True)

    def close(self) -> None:
        """End pytest's session. It goes back to the folder where it began; this process stays where it is."""
        with contextlib.suppress(OSError), contextlib.chdir(Path.cwd()):
            self._switch(False)

    def _switch(self, *go_on: bool) -> None:
        self._pytest.parent = greenlet.getcurrent()  # where it comes back to, also when it ends
        status = self._pytest.switch(*go_on)
        if not self._pytest.dead or go_on == (False,):
            return
        if status == pytest.ExitCode.INTERRUPTED and not self.broken:  # pytest keeps a person's Ctrl-C to itself
            raise KeyboardInterrupt
        raise GraderBroken(f"{self.graders} cannot be run: {self.broken or pytest.ExitCode(status).name}")

    def _main(self) -> int:
        arguments = [str(self.graders), f"--rootdir={self.graders.parent}", f"--confcutdir={self.graders.parent}"]
        with hiding():  # a greenlet has context variables of its own
            return pytest.main(arguments + _OPTIONS, plugins=[self])

    # fixtures of the graders

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Recorder:
        return request.node.stash[_RECORDER]

    @pytest.fixture
    def reference(self, variant: Variant) -> Reference:
        return Reference(self._judge.reference, variant.seed)

    @pytest.fixture
    def both(self, student: Recorder, reference: Reference) -> Both:
        return Both(student, reference)

    @pytest.fixture
    def variant(self, request: pytest.FixtureRequest) -> Variant:
        return self._judge.variant(_grade_id(request.node))

    @pytest.fixture
    def credit(self, request: pytest.FixtureRequest) -> Credit:
        return request.node.stash[_CREDIT]

    @pytest.fixture
    def tries(self, variant: Variant) -> Tries:
        return SecondLooks(self._judge.seeds(variant))

    # hooks

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken = str(report.longrepr).strip().splitlines()[-1]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self.broken:
            return None  # pytest's own loop ends the session
        with contextlib.suppress(greenlet.GreenletExit):  # comes where nobody holds the session any more
            while greenlet.getcurrent().parent.switch():
                self._ask_all(session.items)
        return True

    def _ask_all(self, items: list[pytest.Item]) -> None:
        judge = self._judge
        for grade_id in judge.order:
            for item in items:
                if _grade_id(item) == grade_id:
                    seed = judge.variant(grade_id).seed
                    item.stash[_RECORDER], item.stash[_CREDIT] = Recorder(judge.student, seed), Credit()
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                    if self._until_failure and judge.verdicts[grade_id].status is not Status.PASSED:
                        return

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        for subject in (self._judge.student, self._judge.reference):
            subject.stand_at(_grade_id(item))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        # In place of pytest's own report, which parses the source behind each failure to quote it: 80 ms for nothing.
        grade_id, verdicts = _grade_id(item), self._judge.verdicts
        if call.when == "call" or call.excinfo is not None:
            error = call.excinfo.value if call.excinfo is not None else None
            verdict = verdict_on(error, item.stash[_CREDIT].share)
            verdict.exchanges = item.stash[_RECORDER].exchanges
            verdict.asked = _first_line(item)
            if verdicts.get(grade_id, verdict).status in (Status.PASSED, verdict.status):
                verdicts[grade_id] = verdict
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"  # which makes no report of a test
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


_RECORDER: pytest.StashKey[Recorder] = pytest.StashKey()
_CREDIT: pytest.StashKey[Credit] = pytest.StashKey()


def _grade_id(item: pytest.Item) -> str:
    return getattr(item, "originalname", item.name).removeprefix(PREFIX)


def _first_line(item: pytest.Item) -> str:
    text = getattr(getattr(item, "function", None), "__doc__", None) or ""
    return text.strip().split("\n")[0]


# What no grader needs: a plugin takes half a millisecond a session, the last two 15 each, to collect garbage.
_OFF = """
    cacheprovider debugging doctest faulthandler junitxml legacypath logging pastebin setuponly setupplan stepwise
    subtests terminal unittest threadexception unraisableexception
""".split()  # noqa: SIM905 - so many names read better without quotes
# The configuration is the graders' own, never the submission's.
_OPTIONS = ["-s", f"--config-file={os.devnull}", "--import-mode=importlib", "--disable-plugin-autoload", "-W", "ignore"]
_OPTIONS += [f"-pno:{name}" for name in _OFF]
KEPT = 4  # sessions that stay open

# A greenlet belongs to its thread.
_open = threading.local()


def run(graders: Path, judge: Judge, *, until_failure: bool = False) -> dict[str, Verdict]:
    """Run the graders of a file under a judge and give the verdicts by grade_id.

    The file is collected once, as long as its text stays the same.

    Args:
        until_failure: ask no further grader after the first that does not pass.

    Raises:
        GraderBroken: when the file cannot be collected.
    """
    thrift.one_thread()
    sessions: dict[tuple[Path, bytes], _Session] = _open.__dict__.setdefault("sessions", {})
    key = graders, graders.read_bytes() if graders.is_file() else b""
    session = sessions.pop(key, None) or _Session(graders)  # out of reach for a run within this one
    session.ask(judge, until_failure)
    spare = [sessions.pop(key)] if key in sessions else []  # of a run within this one
    sessions[key] = session
    spare += [sessions.pop(old) for old in list(sessions)[:-KEPT]]
    for one in spare:
        one.close()
    return judge.verdicts


@contextlib.contextmanager
def _alone(graders: Path) -> Iterator[None]:
    """Without the options that a person keeps for pytest, and with the file as it is now: Python remembers modules."""
    kept = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) == str(graders):
                del sys.modules[name]
