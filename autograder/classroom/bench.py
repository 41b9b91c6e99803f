"""Measures the kit against stock nbgrader: the same class, the same cells, whole processes, in one run."""

from __future__ import annotations

import contextlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from rich.table import Table

from autograder.authoring.build import generate
from autograder.classroom.demo import handed_in
from autograder.course import Assignment, Course
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

BIN = Path(sys.executable).parent
STOCK_SHARE = 10  # stock nbgrader grades one of so many of a class: all of it would take an hour
STOCK = f"""# nbgrader's own preprocessors: its Execute runs the cells, and what they print is the score
import os
c = get_config()
c.CourseDirectory.course_id = "pyro"
os.environ["PATH"] = {str(BIN)!r} + os.pathsep + os.environ["PATH"]
"""
EMPTY_RUNS = 20
SAMPLE = 0.2  # seconds between two looks at memory


@dataclass(frozen=True)
class Cost:
    """What grading ``size`` submissions took, in seconds. ``own`` is the CPU time of the submissions' own processes,
    ``memory`` the peak of the bytes that belong to a worker and its submission alone."""

    size: int
    cpu: float
    wall: float
    own: float = 0.0
    memory: float = 0.0


@dataclass(frozen=True)
class Result:
    """The costs of stock nbgrader and of the kit, in pairs that ran one after the other.

    ``first`` is the kit's first run over the whole class, which also makes the reference's and the wrong answers'
    records; ``start`` is the CPU time of a process with an empty notebook.
    """

    name: str
    first: Cost
    pairs: list[tuple[Cost, Cost]]
    start: float


def measure(assignment: Assignment, sizes: Sequence[int], jobs: int, tell: Callable[[str], None]) -> Result:
    """Grade classes of these sizes with both.

    Args:
        jobs: submissions at a time, for the kit; stock nbgrader knows only one.
        tell: is told what comes next.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        kit, stock = (_course(assignment, Path(place) / name) for name in ("kit", "stock"))
        (stock.root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
        for course in (kit, stock):
            generate(course, assignment.name)
        kit.make_key()
        tell(f"{max(sizes)} submissions for the first time")
        _hand_in(assignment, kit, max(sizes))
        first = _kit(kit, assignment.name, jobs, max(sizes))
        pairs = []
        for size in sorted(sizes):
            tell(f"{size} submissions, stock nbgrader and the kit")
            _hand_in(assignment, stock, max(size // STOCK_SHARE, 1))
            by_stock = _stock(stock, assignment.name, max(size // STOCK_SHARE, 1))
            _hand_in(assignment, kit, size)
            pairs.append((by_stock, _kit(kit, assignment.name, jobs, size)))
        return Result(assignment.name, first, pairs, _empty())


def _course(assignment: Assignment, root: Path) -> Course:
    root.mkdir()
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(assignment.course.root / name, root)
    for kind in ("solutions", "source"):
        shutil.copytree(assignment.course.root / kind / assignment.name, root / kind / assignment.name)
    shutil.copytree(assignment.course.graders, root / "autograder" / "graders")
    return Course(root)


def _hand_in(assignment: Assignment, course: Course, size: int) -> None:
    """A class of ``size``, one third of it wrong; no two notebooks are the same, so they meet different variants."""
    shutil.rmtree(course.root / "submitted", ignore_errors=True)
    right, wrong = [assignment.reference, *assignment.right], assignment.wrong
    for number in range(size):
        answer = wrong[number // 3 % len(wrong)] if number % 3 == 2 else right[number % len(right)]
        notebook = nbformat.reads(handed_in(assignment, answer), as_version=4)
        notebook.cells.append(new_code_cell(f"# student {number}"))
        path = course.root / "submitted" / f"student{number:03}" / assignment.name / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def _stock(course: Course, name: str, size: int) -> Cost:
    with _timed() as took:
        _run([BIN / "nbgrader", "autograde", name, "--create", "--force"], course.root)
    return Cost(size, *took)


def _kit(course: Course, name: str, jobs: int, size: int) -> Cost:
    with _timed() as took, tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command: list[str | Path] = [
            BIN / "autograder",
            "grade",
            name,
            "--again",
            "--jobs",
            str(jobs),
            "--json",
            report,
        ]
        memory = _run(command, course.root)
        own = sum(row["cpu"] for row in json.loads(report.read_text(encoding="utf-8"))["submissions"])
    cpu, wall = took
    return Cost(size, cpu, wall, own, memory / jobs)


@contextlib.contextmanager
def _timed() -> Iterator[list[float]]:
    """CPU seconds of all processes that are started and ended inside, and wall seconds."""
    took: list[float] = []
    before, started = _children_cpu(), time.monotonic()
    yield took
    took += [_children_cpu() - before, time.monotonic() - started]


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: Sequence[str | Path], folder: Path) -> float:
    """Run to the end, and give the peak of the memory of workers and submissions."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, ended = [0.0], threading.Event()

    def look() -> None:
        while not ended.wait(SAMPLE):
            peak[0] = max(peak[0], _private_below(process.pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        process.wait()
    finally:
        ended.set()
        thread.join()
    return peak[0]


def _private_below(root: int) -> float:
    """Bytes that the processes below ``root`` share with nobody, the warm parent's own left out."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, layer = [], [root]
    while layer:
        layer = [pid for pid, parent in parents.items() if parent in layer]
        found += layer
    return sum(_private(pid) for pid in found if not (parents[pid] == root and _is_warm_parent(pid)))


def _is_warm_parent(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"autograder.child.warm" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _private(pid: int) -> int:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Private_"))
    return 0


def _empty() -> float:
    """CPU seconds of a submission's process whose notebook has nothing in it."""
    took = []
    for _ in range(EMPTY_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            notebook = new_notebook(cells=[new_code_cell("pass")])
            run = NotebookRun(notebook, Path(folder)).start(shared(), Path(folder), 0)
            run.advance(0)
            run.close()
            took.append(run.cpu)
    return statistics.median(took)


def table(result: Result) -> Table:
    """A line for each class: both costs for each submission, and their ratios."""
    shown = Table("class", "", "CPU-s each", "wall-s each", "ratio of CPU", "ratio of wall", title=result.name)
    for stock, kit in result.pairs:
        shown.add_row(f"{kit.size}", f"stock nbgrader, {stock.size} of them", *_each(stock), "", "")
        ratios = [(stock.cpu / stock.size) / (kit.cpu / kit.size), (stock.wall / stock.size) / (kit.wall / kit.size)]
        shown.add_row("", "the kit, with graders", *_each(kit), *(f"{ratio:.1f}" for ratio in ratios))
    shown.add_row(f"{result.first.size}", "the kit, for the first time", *_each(result.first), "", "")
    return shown


def _each(cost: Cost) -> tuple[str, str]:
    return f"{cost.cpu / cost.size:.2f}", f"{cost.wall / cost.size:.2f}"


def findings(result: Result) -> Iterator[str]:
    """What the costs say: overhead, memory, growth."""
    kit = [cost for _, cost in result.pairs]
    # starting the command and the warm parent is paid once, and shows in small classes; growth leaves it out
    for cost in kit:
        beside = (cost.cpu - cost.own) / cost.size + result.start
        yield f"{cost.size} submissions: {beside:.2f} CPU-s each beside their own cells and probes"
    if len(kit) > 1:
        grown = (kit[-1].cpu - kit[0].cpu) / (kit[-1].size - kit[0].size)
        yield f"each submission beyond the first {kit[0].size}: {grown:.2f} CPU-s, of which its own " + (
            f"{(kit[-1].own - kit[0].own) / (kit[-1].size - kit[0].size):.2f}"
        )
    yield f"memory that belongs to one worker and its submission alone: {max(c.memory for c in kit) / 1e6:.0f} MB"
