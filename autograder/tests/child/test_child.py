"""The child that runs a notebook: what comes back of cells and probes, within bounds of time and size."""

from __future__ import annotations

import time

import pytest

from autograder import probes
from autograder.probes.records import Opaque, Raised
from autograder.subject import outputs
from autograder.subject.pipe import Crashed, OutOfMemory, TimedOut
from autograder.tests.cells import result, statuses, streams, text


def test_classes_of_the_notebook_can_be_pickled(run):
    done = run(
        "import pickle\nclass Point:\n    x = 3\n",
        "pickle.loads(pickle.dumps(Point())).x, Point.__module__, __name__",
        "import copy, torch, io\nbuffer = io.BytesIO()\ntorch.save({'a': torch.ones(2)}, buffer)\nbuffer.tell() > 0",
    )
    assert result(done, 1) == "(3, '__main__', '__main__')"
    assert result(done, 2) == "True"


def test_memory_errors_are_named(run):
    assert statuses(run("raise MemoryError")) == ["out_of_memory"]


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(5000): display(i)",
        "import sys\nfor i in range(5000): print(i); print(i, file=sys.stderr)",
        "for i in range(8): display({'text/html': 'x' * (4 << 20)}, raw=True)",
        "display({'text/html': 'x' * (30 << 20)}, raw=True)",
        "for i in range(8): display({'image/png': 'é' * (4 << 20)}, raw=True)",
        "x = []\nfor i in range(40): x = [x]\ndisplay({'application/json': x}, raw=True)",
        "display({'application/json': [0] * 200_000}, raw=True)",
        "display({'application/json': {'a': __import__('torch').ones(2), 'b': object()}}, raw=True)",
        "display({'text/plain': object(), 3: 'x'}, raw=True)",
        "display({'text/html': '\\ud800'}, {'x\\ud800': 1}, raw=True)",
        "class Odd:\n    def _repr_html_(self): return 7\nOdd()",
        "class Odd:\n    def __repr__(self): raise ValueError\nOdd()",
        "x = []\nx.append(x)\nx",
        "import sys\nsys.stdout.write(3)",
        "import os\nos.write(1, b'x' * 10**6); os.write(2, b'y' * 10**6);",
    ],
    ids=range(15),
)
def test_odd_and_oversized_outputs_leave_the_notebook_running(run, source):
    done = run(source, "1 + 1")
    assert done.fault is None, done.fault
    assert result(done, 1) == "2"
    assert len(text(done)) < 2 * outputs.MAX_CELL


def test_an_output_too_large_is_replaced_by_a_note_and_the_others_stay(run):
    done = run("print('before')\ndisplay({'text/html': 'x' * (30 << 20)}, raw=True)\nprint('after')")
    assert streams(done) == [("stdout", "before\n"), ("stdout", "after\n")]
    assert "too large" in text(done)


# --- time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import time\ntime.sleep(60)",
        "while True:\n    try:\n        while True: pass\n    except Exception:\n        pass",
        "import asyncio\nawait asyncio.sleep(60)",
        "import threading\nthreading.Event().wait(60)",
    ],
    ids=["loop", "sleep", "except Exception", "await", "lock"],
)
def test_a_cell_that_takes_too_long_is_interrupted_and_the_notebook_goes_on(run, source):
    begun = time.monotonic()
    done = run("x = 5", source, "x", limit=0.7)
    assert time.monotonic() - begun < 6
    assert statuses(done) == ["ok", "timeout", "ok"]
    assert "timeout" in done.outputs.statuses.values()
    assert result(done, 2) == "5"
    assert done.ask([probes.value("x")], 0, 5.0) == [5]


def test_a_cell_that_ran_out_of_time_within_a_plate_costs_the_later_ones_nothing(run):
    """The interrupt may come where no ``with`` has it: here the plate is entered and never left."""
    within = "import pyro\npyro.plate('N', 3).__enter__()\nwhile True: pass"
    again = "with pyro.plate('N', 3):\n    print('entered')"
    ran = run(within, again, limit=1.5)
    assert statuses(ran) == ["timeout", "ok"]
    assert streams(ran, 1) == [("stdout", "entered\n")]


# --- probes ------------------------------------------------------------------------------------------------------


def test_a_probe_leaves_no_trace_in_the_notebook(run):
    source = (
        "import torch\nx = [1]\ndef f():\n    x.append(2)\n    print('seen nowhere')\n    torch.rand(5)\n    return x"
    )
    done = run(source, "x, torch.rand(()).item()", upto=0)
    assert done.call("f") == [1, 2]
    assert done.call("f") == [1, 2]
    done.advance(1)
    plain = run(source, "x, torch.rand(()).item()")
    assert result(done, 1) == result(plain, 1)
    assert "seen nowhere" not in text(done) + text(done, 1)


def test_a_probes_fault_is_told_and_the_notebook_goes_on(run):
    done = run(
        "import os, torch, sys\n"
        "def slow():\n    while True: pass\n"
        "def ends(): os._exit(0)\n"
        "def exits(): sys.exit(0)\n"
        "def interrupts(): raise KeyboardInterrupt\n"
        "def memory(): raise MemoryError\n"
        "def big(): return torch.zeros(1).expand(1 << 24)\n"
        "def odd(): return object()\n"
        "x = 7"
    )
    begun = time.monotonic()
    with pytest.raises(TimedOut):
        done.call("slow", limit=0.5)
    assert time.monotonic() - begun < 4
    for name in ("ends", "interrupts"):
        with pytest.raises(Crashed):
            done.call(name)
    with pytest.raises(OutOfMemory):
        done.call("memory")
    assert isinstance(done.error("exits"), Raised)
    assert done.error("big").type == "Refused"
    assert isinstance(done.call("odd"), Opaque)
    assert done.fault is None
    assert done.value("x") == 7


def test_a_student_who_overwrites_modules_breaks_only_their_own_answer(run):
    done = run(
        "import os, json, struct, signal, pyro, torch, pickle\n"
        "os.write = os.read = os.fork = json.dumps = struct.pack = signal.setitimer = None\n"
        "pyro.poutine.trace = pyro.set_rng_seed = None\n"
        "def f(): return 3",
        "print('still here')",
    )
    assert streams(done, 1) == [("stdout", "still here\n")] or isinstance(done.fault, Crashed)
