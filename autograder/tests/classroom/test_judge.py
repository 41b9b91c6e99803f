"""The process that judges on a worker: it ends with the worker, and with nothing else."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.classroom import worker
from autograder.classroom.bundle import Bundle, Judged, Sheet
from autograder.classroom.fitness import Wanted
from autograder.judging.grading import Grader


def test_it_ends_when_its_worker_hangs_up_and_leaves_nothing(
    grader: Grader, submission: Callable[..., NotebookNode], right: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    opening = pickle.dumps((Bundle.of(grader.assignment, grader.store), Wanted.of_this_machine(True, 30.0)))
    judge = worker._Judge(opening)
    [folder] = tmp_path.iterdir()
    assert (folder / "course").stat().st_mode & 0o777 == 0o700
    judge._process.send_signal(signal.SIGTERM)  # of a queue that ends a whole job: its worker says when
    notebook = submission(right)
    judged: Judged = pickle.loads(judge.judge(pickle.dumps(Sheet(notebook, {}, {}, grader.draw(notebook)))))
    assert judged.graded == grader.grade(notebook)
    # in the middle of a submission
    endless = submission("while True:\n    pass\n")
    judge._pipe.send_bytes(pickle.dumps(Sheet(endless, {}, {}, grader.draw(endless))))
    judge._pipe.close()
    assert judge._process.wait(60.0) == 0
    assert list(tmp_path.iterdir()) == []
