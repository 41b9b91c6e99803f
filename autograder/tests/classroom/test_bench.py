"""The bench: classes that it makes, what a line of its table says, and what the costs say together."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from autograder.classroom import bench
from autograder.classroom.bench import Cost, Result
from autograder.course import Course
from autograder.notebooks import nbgrader_of

SMALL = (Cost(5, cpu=20.0, wall=25.0), Cost(50, cpu=40.0, wall=30.0, own=15.0, memory=90e6))
LARGE = (Cost(20, cpu=90.0, wall=100.0), Cost(200, cpu=100.0, wall=50.0, own=60.0, memory=110e6))
FIRST = Cost(200, cpu=150.0, wall=80.0)


def cells(result: Result) -> list[list[str]]:
    return [list(map(str, row)) for row in zip(*(column.cells for column in bench.table(result).columns), strict=True)]


def test_a_table_has_both_costs_of_each_class_and_their_ratios() -> None:
    assert cells(Result("small", FIRST, [SMALL, LARGE], start=0.1)) == [
        ["50", "stock nbgrader, 5 of them", "4.00", "5.00", "", ""],
        ["", "the kit, with graders", "0.80", "0.60", "5.0", "8.3"],
        ["200", "stock nbgrader, 20 of them", "4.50", "5.00", "", ""],
        ["", "the kit, with graders", "0.50", "0.25", "9.0", "20.0"],
        ["200", "the kit, for the first time", "0.75", "0.40", "", ""],
    ]


def test_findings_tell_what_is_paid_beside_a_submissions_own_what_one_more_costs_and_memory() -> None:
    assert list(bench.findings(Result("small", FIRST, [SMALL, LARGE], start=0.1))) == [
        "50 submissions: 0.60 CPU-s each beside their own cells and probes",
        "200 submissions: 0.30 CPU-s each beside their own cells and probes",
        "each submission beyond the first 50: 0.40 CPU-s, of which its own 0.30",
        "memory that belongs to one worker and its submission alone: 110 MB",
    ]


def test_one_class_alone_says_nothing_of_growth() -> None:
    told = list(bench.findings(Result("small", FIRST, [SMALL], start=0.1)))
    assert len(told) == 2
    assert not any("beyond" in line for line in told)


def test_a_third_of_a_class_is_wrong_and_no_two_notebooks_are_the_same(built: Course, tmp_path: Path) -> None:
    assignment, course = built.assignment("small"), Course(tmp_path)
    (tmp_path / "submitted" / "student999").mkdir(parents=True)
    bench._hand_in(assignment, course, 6)
    paths = sorted((tmp_path / "submitted").glob("*/small/small.ipynb"))
    assert [path.parts[-3] for path in paths] == [f"student{number:03}" for number in range(6)]
    assert not (tmp_path / "submitted" / "student999").exists(), "the class before is still there"
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}) == 6
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    sources = [next(c.source for c in each.cells if nbgrader_of(c).get("solution")) for each in notebooks]
    assert Counter(source.strip().splitlines()[-1].strip() for source in sources) == {
        "return 2 * x": 2,
        "return x + x": 2,
        "return x * x": 2,
    }


def test_the_time_of_processes_that_are_ended_inside_is_theirs_and_ours_is_not() -> None:
    code = "import time\nwhile time.process_time() < 0.1:\n    pass"
    with bench._timed() as took:
        subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)
    cpu, wall = took
    assert 0.1 <= cpu < 5.0
    assert wall > 0.1
    with bench._timed() as took:
        sum(range(100_000))
    assert took[0] == 0.0


# A run: a worker and a warm parent, which has forked a submission.
RUN = """
import subprocess, sys
sleeping = [sys.executable, "-I", "-S", "-c", "import sys; print(flush=True); sys.stdin.read()"]
forking = "import subprocess, sys; child = subprocess.Popen(sys.argv[2:]); child.wait()"
warm = [sys.executable, "-I", "-S", "-c", forking, "autograder.child.warm", *sleeping]
children = [subprocess.Popen(sleeping), subprocess.Popen(warm)]
for child in children:
    child.wait()
"""


def test_a_runs_memory_is_its_workers_and_submissions_without_the_warm_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bench._private(os.getpid()) > 1 << 20
    assert bench._private(0) == 0, "there is no such process"
    monkeypatch.setattr(bench, "_private", lambda pid: 1)
    command = [sys.executable, "-I", "-S", "-c", RUN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        for _ in range(2):
            run.stdout.readline()
        assert bench._private_below(run.pid) == 2
        assert run.stdin is not None
        run.stdin.close()
