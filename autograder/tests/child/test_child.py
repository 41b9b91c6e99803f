"""A notebook in its child: cells run as in Jupyter, and nothing that they do stops the trusted side."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import probes
from autograder.expect.mismatch import Mismatch
from autograder.probes.records import Opaque, Raised, Refused
from autograder.subject import notebook_run, outputs
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.outputs import Outputs
from autograder.subject.parent import shared
from autograder.subject.pipe import Crashed, OutOfMemory, SubjectFault, TimedOut

Run = Callable[..., NotebookRun]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs cells, given as sources, and gives the run with its outputs."""
    runs = []

    def make(*sources: str, limit: float = 20.0, seed: int = 1, upto: int | None = None) -> NotebookRun:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        folder = tmp_path / str(len(runs))
        folder.mkdir()
        (tmp_path / "prop_file.py").write_text(
            "import torch\ndef double(x):\n    return 2 * x\ndef both(f, g): return f(), g()"
        )
        runs.append(NotebookRun(notebook, tmp_path, limit).start(shared(), folder, seed))
        runs[-1].advance(len(sources) - 1 if upto is None else upto)
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode()
        return runs[-1]

    yield make
    for each in runs:
        each.close()


def streams(run: NotebookRun, cell: int = 0) -> list[tuple[str, str]]:
    return [(o.name, o.text) for o in run.notebook.cells[cell].outputs if o.output_type == "stream"]


def text(run: NotebookRun, cell: int = 0) -> str:
    """All that a cell shows, as text."""
    return json.dumps(run.notebook.cells[cell].outputs)


def result(run: NotebookRun, cell: int = 0) -> str:
    [found] = [o for o in run.notebook.cells[cell].outputs if o.output_type == "execute_result"]
    return found.data["text/plain"]


def statuses(run: NotebookRun) -> list[str]:
    return [run.outputs.statuses.get(index, "") for index in range(len(run.notebook.cells))]


# --- as in Jupyter -----------------------------------------------------------------------------------------------


def test_streams_merge_while_they_do_not_alternate(run):
    done = run("import sys\nprint(1)\nprint(2)\nprint(3, file=sys.stderr)\nsys.stderr.write('4')\nprint(5)")
    assert streams(done) == [("stdout", "1\n2\n"), ("stderr", "3\n4"), ("stdout", "5\n")]
    assert statuses(done) == ["ok"]


def test_the_last_value_is_the_result_unless_it_is_silenced(run):
    done = run("1 + 1", "3;", "None", "x = 4", "print(x)\nx * 2")
    assert result(done, 0) == "2"
    assert [len(cell.outputs) for cell in done.notebook.cells] == [1, 0, 0, 0, 2]
    assert [cell.execution_count for cell in done.notebook.cells] == [1, 2, 3, 4, 5]
    assert done.notebook.cells[4].outputs[1].execution_count == 5


def test_rich_values_show_as_themselves(run):
    done = run(
        "from IPython.display import HTML, Latex, display\n"
        "display(HTML('<b>a</b>'), Latex('$x$'))\n"
        "display({'text/plain': 'p', 'application/json': {'a': [1]}}, raw=True)",
        "class Table:\n    def _repr_html_(self):\n        return '<table></table>'\nTable()",
    )
    data = [o.data for o in done.notebook.cells[0].outputs]
    assert (data[0]["text/html"], data[1]["text/latex"]) == ("<b>a</b>", "$x$")
    assert data[2] == {"text/plain": "p", "application/json": {"a": [1]}}
    assert done.notebook.cells[1].outputs[0].data["text/html"] == "<table></table>"


def test_figures_show_inline(run):
    done = run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "fig, ax = plt.subplots()", "plt.show()")
    for cell in (0, 1):
        [shown] = [o for o in done.notebook.cells[cell].outputs if "image/png" in o.get("data", {})]
        assert shown.data["image/png"].startswith("iVBOR")
    assert done.notebook.cells[2].outputs == []


def test_magics_and_shell_lines_leave_the_notebook_running(run):
    done = run(
        "%time sum(range(10))", "!echo from the shell", "%%capture kept\nprint('caught')", "kept.stdout", "%who_ls"
    )
    assert result(done) == "45"
    assert "Wall time" in streams(done)[0][1]
    assert done.fault is None
    assert done.notebook.cells[2].outputs == []
    assert result(done, 3) == repr("caught\n")
    assert "kept" in result(done, 4)


def test_top_level_await_and_asyncio(run):
    done = run(
        "import asyncio\nasync def f(x):\n    await asyncio.sleep(0.01)\n    return x\nawait f(3)",
        "print(asyncio.run(f(4)))",
        "await asyncio.gather(f(1), f(2))",
    )
    assert result(done) == "3"
    assert streams(done, 1) == [("stdout", "4\n")]
    assert result(done, 2) == "[1, 2]"


def test_progress_bars_and_threads_print_into_their_cell(run):
    done = run(
        "from tqdm import tqdm\nfrom tqdm.auto import trange\nfor i in tqdm(range(3)): pass\nfor i in trange(4): pass",
        "import threading\nt = [threading.Thread(target=lambda i=i: print('thread', i)) for i in range(3)]\n"
        "[x.start() for x in t]; [x.join() for x in t];",
    )
    bar = "".join(part for _, part in streams(done))
    assert ("3/3" in bar, "4/4" in bar) == (True, True)
    assert sorted(streams(done, 1)[0][1].split()) == ["0", "1", "2", "thread", "thread", "thread"]


def test_a_display_is_updated_across_cells(run):
    done = run(
        "from IPython.display import display, update_display\nhandle = display('one', display_id=True)",
        "handle.update('two')\ndisplay('three', display_id='named');",
        "update_display('four', display_id='named')\nupdate_display('five', display_id='nothing')",
    )
    shown = [[o.data["text/plain"] for o in cell.outputs] for cell in done.notebook.cells]
    assert shown == [["'two'"], ["'four'"], []]


def test_clear_output_clears_this_cell(run):
    done = run("print('kept')", "from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')")
    assert streams(done) == [("stdout", "kept\n")]
    assert streams(done, 1) == [("stdout", "new\n")]


def test_classes_of_the_notebook_can_be_pickled(run):
    done = run(
        "import pickle\nclass Point:\n    x = 3\n",
        "pickle.loads(pickle.dumps(Point())).x, Point.__module__, __name__",
        "import copy, torch, io\nbuffer = io.BytesIO()\ntorch.save({'a': torch.ones(2)}, buffer)\nbuffer.tell() > 0",
    )
    assert result(done, 1) == "(3, '__main__', '__main__')"
    assert result(done, 2) == "True"


def test_the_seed_decides_what_a_notebook_draws(run):
    source = "import torch, numpy, random\n[torch.rand(()).item(), numpy.random.rand(), random.random()]"
    first, again, other = (result(run(source, seed=seed)) for seed in (5, 5, 6))
    assert first == again
    assert all(a != b for a, b in zip(json.loads(first), json.loads(other), strict=True))


def test_the_working_folder_and_environment_are_the_submissions_own(run):
    done = run("open('mine.txt', 'w').write('x')\nimport os\nos.path.basename(os.getcwd()), 'mine.txt' in os.listdir()")
    assert result(done) == "('0', True)"


def test_markdown_empty_and_skipped_cells_are_not_run(run, tmp_path):
    cells = [new_markdown_cell("x = 1"), new_code_cell("  \n"), new_code_cell("x = 1"), new_code_cell("x")]
    cells[2].metadata["tags"] = ["skip-execution"]
    notebook = new_notebook(cells=cells)
    done = NotebookRun(notebook, tmp_path).start(shared(), tmp_path, 0)
    done.advance(3)
    done.close()
    assert statuses(done) == ["", "", "", "error"]
    assert "NameError" in text(done, 3)


# --- errors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "ename"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def (", "SyntaxError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("class E(BaseException): pass\nraise E", "E"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E"),
        ("input('name? ')", "EOFError"),
        ("await 3", "TypeError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("raise ExceptionGroup('g', [ValueError(1), KeyError(2)])", "ExceptionGroup"),
        ("raise ValueError('x' * 10**7)", "ValueError"),
        ("raise ValueError('\\ud800')", "ValueError"),
    ],
)
def test_an_error_ends_its_cell_and_no_other(run, source, ename):
    done = run("x = 3", source, "x")
    assert statuses(done) == ["ok", "error", "ok"]
    error = next(o for o in done.notebook.cells[1].outputs if o.output_type == "error")
    assert error.ename == ename
    assert len(text(done, 1)) < 100_000
    assert result(done, 2) == "3"


def test_memory_errors_are_named(run):
    assert statuses(run("raise MemoryError")) == ["out_of_memory"]


# --- caps --------------------------------------------------------------------------------------------------------


def test_endless_printing_is_cut_and_the_notebook_goes_on(run):
    done = run("for i in range(20_000):\n    print('x' * 1000)", "print('y' * 10**7, end='')", "print('fine')")
    for cell in (0, 1):
        [(_, shown)] = streams(done, cell)
        assert 100_000 < len(shown) < 300_000
        assert shown.endswith("[further text was cut]\n")
    assert streams(done, 2) == [("stdout", "fine\n")]


def test_a_text_that_just_fits_is_not_called_cut(run):
    from autograder.child.shell import MAX_STREAM

    done = run(f"print('x' * {MAX_STREAM - 1})")
    assert streams(done) == [("stdout", "x" * (MAX_STREAM - 1) + "\n")]


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


def test_a_cell_that_will_not_be_interrupted_is_killed_and_what_was_earned_stays(run, monkeypatch):
    monkeypatch.setattr(notebook_run, "GRACE", 1.0)
    stubborn = "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass"
    done = run("x = 5\nprint(x)", stubborn, "x", limit=1.0, upto=0)
    assert done.ask([probes.value("x")], 0, 5.0) == [5]
    done.advance(2)
    assert isinstance(done.fault, TimedOut)
    assert statuses(done)[:2] == ["ok", "timeout"]
    assert streams(done) == [("stdout", "5\n")]
    assert "CellTimeout" in text(done, 1)
    assert "5" not in text(done, 2), "the cell behind was not run"
    for _ in range(2):
        with pytest.raises(TimedOut):
            done.ask([probes.value("x")], 0, 5.0)


@pytest.mark.parametrize(
    "source", ["import os\nos._exit(0)", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"]
)
def test_a_child_that_ends_is_a_crash_from_there_on(run, source):
    done = run("x = 5", source, "x", limit=5.0)
    assert isinstance(done.fault, Crashed)
    assert statuses(done)[:2] == ["ok", "crashed"]
    assert "DeadKernelError" in text(done, 1)
    with pytest.raises(Crashed):
        done.ask([probes.value("x")], 0, 5.0)


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


def test_a_probe_sees_the_notebook_only_as_far_as_it_was_run(run):
    done = run("x = 1", "x = 2", upto=0)
    assert done.value("x") == 1
    done.advance(1)
    assert done.value("x") == 2


def test_props_are_loaded_when_they_are_asked_for(run):
    done = run("x = 4\ndef apply(f, x): return f(x)")
    assert done.call(probes.Prop("prop_file", "double"), (4,)) == 8
    assert done.call("apply", (probes.Prop("prop_file", "double"), probes.Name("x"))) == 8
    assert done.call(probes.Prop("prop_file", "double"), (torch.ones(2),)).tolist() == [2, 2]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("stub", "stub"), r"^`stub` is still the stub"),
        (("fine", "fails"), r"^`fails\(…\)` raised KeyError at the line `def fails.*: 'k'"),
        (("absent", "absent"), r"^`absent` is not defined when this cell runs"),
    ],
)
def test_what_fails_under_a_graders_own_function_bears_the_students_names(run, names, message):
    done = run("def fine(): return 1\ndef fails(): return {}['k']\ndef stub(): raise NotImplementedError")
    with pytest.raises(Mismatch, match=message):
        done.call(probes.Prop("prop_file", "both"), tuple(map(probes.Name, names)))


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


# --- the trusted end, on a child that lies -----------------------------------------------------------------------


class Lying:
    """In place of a child's connection: gives the replies that it was made with."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)

    def fork(self, *args: Any, **kwargs: Any) -> Lying:
        return self

    def request(self, message: Any, limit: float) -> Any:
        return self.replies.pop(0)

    def why_ended(self) -> SubjectFault:
        return Crashed("it lied")

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "reply",
    [None, 3, [], {}, "ok", {"status": "ok"}, {"status": ["ok"]}, {"status": "ok", "results": None}]
    + [{"status": "ok", "results": r} for r in ([], [1, 2], {"a": 1}, "x")]
    + [{"status": "strange"}, {"status": "refused"}, Opaque("dict"), torch.ones(2), {"status": torch.ones(2)}],
    ids=str,
)
def test_a_false_reply_to_a_probe_is_the_subjects_fault(reply, tmp_path):
    done = NotebookRun(new_notebook(), tmp_path).start(Lying(reply), tmp_path, 0)
    with pytest.raises((Refused, SubjectFault)):
        done.value("x")


SHOWN = {"output_type": "display_data", "data": {"text/plain": "a"}, "display_id": "d"}


@pytest.mark.parametrize(
    "output",
    [
        None,
        3,
        {},
        Opaque("dict"),
        {"output_type": "stream"},
        {"output_type": "stream", "name": "stdout", "text": 3},
        {"output_type": "stream", "name": "other", "text": "a"},
        {"output_type": "stream", "name": "stdout", "text": "a", "display_id": "d", "update": True},
        {"output_type": "stream", "name": "stdout", "text": "a", "display_id": "d"},
        {"output_type": "error"},
        {"output_type": "error", "ename": 3, "evalue": None, "traceback": "x"},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": [1, "x"], "display_id": "d", "update": True},
        {"output_type": "display_data", "data": {}},
        {"output_type": "display_data", "data": {"text/plain": torch.ones(2)}},
        {"output_type": "display_data", "data": {"application/json": {"a": torch.ones(2)}}},
        {"output_type": "display_data", "data": {"application/x+json": [Opaque("x")]}},
        {"output_type": "display_data", "data": {"x" * 200: "a"}},
        {"output_type": "display_data", "data": {"text/plain": "a"}, "metadata": 3},
        {"output_type": "display_data", "data": {"text/plain": "a"}, "display_id": ["d"], "update": True},
        {"output_type": "display_data", "data": {"text/plain": "a"}, "display_id": torch.ones(2)},
        {"output_type": "update_display_data", "data": {"text/plain": "a"}},
        {"output_type": ["stream"], "name": "stdout", "text": "a"},
        {"output_type": "stream", "name": ["stdout"], "text": "a"},
    ],
    ids=str,
)
def test_false_outputs_never_reach_the_notebook(output, tmp_path):
    notebook = new_notebook(cells=[new_code_cell("x"), new_code_cell("y")])
    update = SHOWN | {"update": True, "data": {"text/plain": "b"}}
    done = NotebookRun(notebook, tmp_path).start(
        Lying(
            {"status": "ok", "count": 1, "outputs": [SHOWN, output]},
            {"status": "ok", "count": 2, "outputs": [output, update]},
        ),
        tmp_path,
        0,
    )
    done.advance(1)
    nbformat.validate(notebook)
    json.loads(nbformat.writes(notebook))
    if done.fault is None:
        assert notebook.cells[0].outputs[0].data["text/plain"] == "b"


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        {"status": "ok"},
        {"status": "ok", "count": "1", "outputs": 3},
        {"status": 3, "count": True, "outputs": []},
        {"status": "passed", "count": -1, "outputs": {}},
        {"status": torch.ones(2), "count": None, "outputs": None},
    ],
    ids=str,
)
def test_a_false_reply_to_a_cell_gives_no_ok(reply, tmp_path):
    notebook = new_notebook(cells=[new_code_cell("x")])
    done = NotebookRun(notebook, tmp_path).start(Lying(reply), tmp_path, 0)
    done.advance(0)
    nbformat.validate(notebook)
    assert done.outputs.statuses[0] != "ok" or notebook.cells[0].outputs == []


def test_the_outputs_of_one_cell_are_capped_together():
    notebook = new_notebook(cells=[new_code_cell("x")])
    one = {"output_type": "display_data", "data": {"image/png": "x" * (3 << 20)}}
    Outputs(notebook).add(0, "ok", 1, [one] * 10)
    assert 1 <= len(notebook.cells[0].outputs) < 4


def test_a_cell_that_ran_out_of_time_within_a_plate_costs_the_later_ones_nothing(run):
    """The interrupt may come where no ``with`` has it: here the plate is entered and never left."""
    within = "import pyro\npyro.plate('N', 3).__enter__()\nwhile True: pass"
    again = "with pyro.plate('N', 3):\n    print('entered')"
    ran = run(within, again, limit=1.5)
    assert statuses(ran) == ["timeout", "ok"]
    assert streams(ran, 1) == [("stdout", "entered\n")]
