"""A bundle on a worker: judged in processes of its own, which end with it and leave nothing."""

from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from nbformat import NotebookNode

from autograder.classroom import worker
from autograder.classroom.bundle import Bundle, Judged, Sheet
from autograder.classroom.fitness import Wanted
from autograder.judging.grading import Grader


def desks() -> list[psutil.Process]:
    """The processes that judge for this one."""
    children = psutil.Process().children()
    return [each for each in children if "autograder.classroom.desk" in " ".join(each.cmdline())]


def sheet(grader: Grader, notebook: NotebookNode) -> bytes:
    return pickle.dumps(Sheet(notebook, {}, {}, grader.draw(notebook)))


@pytest.mark.slow
def test_desks_judge_one_after_another_and_end_with_the_bundle(
    grader: Grader, submission: Callable[..., NotebookNode], right: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    opening = pickle.dumps((Bundle.of(grader.assignment, grader.store), Wanted.of_this_machine(True, 30.0)))
    held = worker.hold(opening, worker)
    notebook = submission(right)
    [desk] = desks()
    [folder] = tmp_path.glob("autograder-*")
    assert (folder / "course").stat().st_mode & 0o777 == 0o700
    judged: Judged = pickle.loads(worker.judge(held, sheet(grader, notebook)))
    assert judged.graded == grader.grade(notebook)
    assert judged.trouble == ""
    # what fails in the judge says so, and the next submission is judged by the same process
    judged = pickle.loads(worker.judge(held, pickle.dumps(Sheet(NotebookNode(), {}, {}, grader.draw(notebook)))))
    assert judged.graded is None
    assert "Traceback" in judged.trouble
    assert desks() == [desk]
    # one that dies costs its submission, and another takes its place
    desk.send_signal(signal.SIGKILL)
    assert worker.judge(held, sheet(grader, notebook)) == b""
    assert pickle.loads(worker.judge(held, sheet(grader, notebook))).graded == grader.grade(notebook)
    [another] = desks()
    assert another != desk
    # what Dask sends on when a worker retires begins without a desk
    copy = pickle.loads(pickle.dumps(held))
    assert desks() == [another]
    del held, copy
    gc.collect()
    assert desks() == []
    assert [path for path in tmp_path.glob("autograder-*") if path != folder] == []


def test_who_cannot_judge_says_why(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle, wanted = Bundle.of(grader.assignment, grader.store), Wanted.of_this_machine(True, 30.0)
    broken = Bundle(bundle.assignment, {path: text for path, text in bundle.files.items() if "release" not in path})
    other = Wanted({**wanted.versions, "torch": "1.0"}, True, wanted.may_lack, 30.0)
    with pytest.raises(worker.Unfit, match=r"^cannot judge: step_03 has no release notebook yet"):
        worker.hold(pickle.dumps((broken, wanted)), worker)
    with pytest.raises(worker.Unfit, match=r"^has torch .*, and this run has 1\.0$"):
        worker.hold(pickle.dumps((bundle, other)), worker)
    monkeypatch.setattr(worker.sys, "executable", "/bin/false")
    with pytest.raises(worker.Unfit, match="did not start"):
        worker.hold(pickle.dumps((bundle, wanted)), worker)
    assert desks() == []
