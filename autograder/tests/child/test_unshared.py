"""No probe passes anything on to the next: files, shared memory and descriptors are what the cells have left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import probes
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

# Each is a cell that defines `count`, which gives 1 the first time and more later if anything is carried over.
CHANNELS = {
    "a file": """
def count():
    with open("n.txt", "a") as file:
        file.write("x")
    return len(open("n.txt").read())
""",
    "a file of a cell's": """
from pathlib import Path
Path("n.txt").write_text("")
def count():
    with open("n.txt", "a") as file:
        file.write("x")
    return len(open("n.txt").read())
""",
    "a file that is removed": """
from pathlib import Path
Path("n.txt").write_text("x")
def count():
    here = Path("n.txt").exists()
    Path("n.txt").unlink(missing_ok=True)
    return 1 if here else 2
""",
    "a file of the same size": """
from pathlib import Path
Path("n.txt").write_text("1")
def count():
    n = int(Path("n.txt").read_text())
    Path("n.txt").write_text(str(n + 1))
    return n
""",
    "folders": """
import os
def count():
    n = 1
    while os.path.exists(f"d/{n}"):
        n += 1
    os.makedirs(f"d/{n}")
    return n
""",
    "links": """
import os
os.symlink("1", "n")
def count():
    n = int(os.readlink("n"))
    os.remove("n")
    os.symlink(str(n + 1), "n")
    return n
""",
    "a shared map": """
import mmap
board = mmap.mmap(-1, 4096)
def count():
    board[0] += 1
    return board[0]
""",
    "a map of a file": """
import mmap
with open("board", "wb") as file:
    file.write(bytes(4096))
file = open("board", "r+b")
board = mmap.mmap(file.fileno(), 4096)
def count():
    board[0] += 1
    return board[0]
""",
    "a shared value": """
import ctypes, mmap
board = mmap.mmap(-1, 4096)
value = ctypes.c_int.from_buffer(board)
def count():
    value.value += 1
    return value.value
""",
    "a pipe": """
import os
reading, writing = os.pipe()
os.set_blocking(reading, False)
def count():
    try:
        n = len(os.read(reading, 99))
    except BlockingIOError:
        n = 0
    os.write(writing, b"x" * (n + 1))
    return n + 1
""",
    "an event": """
import os
event = os.eventfd(0, os.EFD_NONBLOCK)
def count():
    os.eventfd_write(event, 1)
    try:
        n = os.eventfd_read(event)
    except BlockingIOError:
        return 1
    os.eventfd_write(event, n)
    return n
""",
    "memory with a descriptor": """
import os
memory = os.memfd_create("n")
def count():
    os.pwrite(memory, b"x", n := len(os.pread(memory, 99, 0)))
    return n + 1
""",
    "the place in an open file": """
from pathlib import Path
Path("n.txt").write_text("x" * 99)
file = open("n.txt", buffering=1)
import os
def count():
    os.read(file.fileno(), 1)
    return os.lseek(file.fileno(), 0, os.SEEK_CUR)
""",
    "an open file that was removed": """
import os, tempfile
file = tempfile.TemporaryFile(buffering=0)
def count():
    file.seek(0, os.SEEK_END)
    file.write(b"x")
    return file.tell()
""",
}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[NotebookRun]:
    notebook = new_notebook(cells=[new_code_cell(""), new_code_cell("")])
    run = NotebookRun(notebook, Path()).start(shared(), tmp_path, 0)
    yield run
    run.close()


def counted(run: NotebookRun) -> list[object]:
    return [run.ask([probes.call("count")], 0, 10.0)[0] for _ in range(4)]


@pytest.mark.parametrize("source", CHANNELS.values(), ids=CHANNELS)
def test_a_probe_passes_nothing_on(run, source):
    run.notebook.cells[0].source = source
    run.advance(0)
    assert run.outputs.statuses[0] == "ok", run.notebook.cells[0].outputs
    first = counted(run)
    assert len({str(answer) for answer in first}) == 1, first
    assert all(type(answer) is int or answer.type == "OSError" for answer in first), first


def test_what_cells_write_between_probes_stays(run):
    run.notebook.cells[0].source = CHANNELS["a file"]
    run.notebook.cells[1].source = "count(), count()"
    run.advance(0)
    assert counted(run) == [1] * 4
    run.advance(1)
    assert counted(run) == [3] * 4


def test_an_answer_may_read_what_cells_have_written_opened_and_mapped(run):
    run.notebook.cells[0].source = """
import mmap, os
from pathlib import Path
Path("data").mkdir()
Path("data/x.txt").write_text("1 2 3")
opened = open("data/x.txt")
board = mmap.mmap(-1, 4096)
board[:3] = b"abc"
def read():
    return [Path("data/x.txt").read_text(), opened.read(), board[:3].decode(), os.listdir("data")]
"""
    run.advance(0)
    assert [run.ask([probes.call("read")], 0, 10.0)[0] for _ in range(3)] == [["1 2 3", "1 2 3", "abc", ["x.txt"]]] * 3
