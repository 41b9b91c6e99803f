"""A notebook's run from the trusted end: how far it stands, what ends it, and that no child is believed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import probes
from autograder.probes.records import Opaque, Refused
from autograder.subject import notebook_run
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared
from autograder.subject.pipe import Crashed, SubjectFault, TimedOut
from autograder.tests.cells import statuses, streams, text


def test_markdown_empty_and_skipped_cells_are_not_run(run, tmp_path):
    cells = [new_markdown_cell("x = 1"), new_code_cell("  \n"), new_code_cell("x = 1"), new_code_cell("x")]
    cells[2].metadata["tags"] = ["skip-execution"]
    notebook = new_notebook(cells=cells)
    done = NotebookRun(notebook, tmp_path).start(shared(), tmp_path, 0)
    done.advance(3)
    done.close()
    assert statuses(done) == ["", "", "", "error"]
    assert "NameError" in text(done, 3)


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


def test_all_cells_and_probes_together_have_a_time_limit(tmp_path: Path) -> None:
    cells = [new_code_cell("import time\ntime.sleep(1)") for _ in range(9)]
    run = NotebookRun(new_notebook(cells=cells), tmp_path, cell_limit=5.0, whole_limit=2.5).start(shared(), tmp_path, 0)
    started = time.monotonic()
    run.advance(8)
    run.close()
    assert time.monotonic() - started < 5
    assert [run.outputs.statuses[at] for at in range(4)] == ["ok", "ok", "timeout", "timeout"]
    assert str(run.fault) == "the time limit of the whole submission was over"


# --- on a child that lies --------------------------------------------------------------------------------------------


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
