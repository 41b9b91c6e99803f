"""The trusted end of the pipe: a child that lies in every reply gains nothing and breaks nothing."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder.probes.records import Name, Opaque, Plate, Prop, Raised, Site, Trace
from autograder.probes.wire import HEADER, MAX_BUFFER, MAX_JSON, decode, encode, frame, parse_header
from autograder.subject.pipe import Connection, Crashed, TimedOut
from autograder.tests.attacks import VARIANT, WRONG, scores

Lie = Callable[[dict[str, Any], bytes], bytes | None]


class Liars:
    """Forks whose submissions are answered by a thread of ours; the reference and the wrong answers stay honest."""

    def __init__(self, honest: Any, lie: Lie) -> None:
        self.honest, self.lie, self.asked = honest, lie, []

    def fork(self, folder: Path, *needs: Any, **more: Any) -> Connection:
        if not folder.name.startswith("submission-"):
            return self.honest.fork(folder, *needs, **more)
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._serve, args=(theirs,), daemon=True).start()
        return Connection(ours, lambda: 0)

    def _serve(self, pipe: socket.socket) -> None:
        with contextlib.suppress(OSError), pipe, pipe.makefile("rb") as stream:
            while len(header := stream.read(HEADER.size)) == HEADER.size:
                nonce, text, buffer = parse_header(header)
                request = decode(stream.read(text), stream.read(buffer))
                self.asked.append(request["kind"])
                ready = request["kind"] not in ("cell", "prop", "probe")
                answer = tell(nonce, {"status": "ok"}) if ready else self.lie(request, nonce)
                if answer is None:
                    return
                pipe.sendall(answer)


def tell(nonce: bytes, value: Any) -> bytes:
    return frame(nonce, *encode(value, max_text=1 << 24))


def cells_ok(probe: Lie) -> Lie:
    """Cells ran and showed nothing, and props are loaded; probes are answered by ``probe``."""
    quiet = {"cell": {"status": "ok", "count": 1, "outputs": []}, "prop": {"status": "ok"}}

    def lie(request: dict[str, Any], nonce: bytes) -> bytes | None:
        return probe(request, nonce) if request["kind"] == "probe" else tell(nonce, quiet[request["kind"]])

    return lie


def results_are(value: Any) -> Lie:
    return cells_ok(
        lambda request, nonce: tell(nonce, {"status": "ok", "results": [value for step in request["steps"]]})
    )


def raw_json(text: bytes, buffer: bytes = b"") -> Lie:
    return cells_ok(lambda request, nonce: frame(nonce, text, buffer))


def of_cells(value: Any) -> Lie:
    """The reply to each cell is ``value``; probes get a nothing that is in the wire form."""
    return lambda request, nonce: tell(nonce, value if request["kind"] == "cell" else {"status": "ok", "results": [0]})


def of_outputs(*outputs: Any) -> Lie:
    return of_cells({"status": "ok", "count": 1, "outputs": list(outputs)})


def a_trace(n: int = 7, **changes: Any) -> Trace:
    site = {"name": "y", "kind": "sample", "observed": True, "value": torch.zeros(n), "log_prob": torch.zeros(n)}
    site |= {"batch_shape": (n,), "family": "Normal", "plates": (Plate("M", -1, n),)} | changes
    return Trace({"y": Site(**site), "mu": Site("mu", "param", value=torch.tensor(0.0))}, returned=site["value"])


HTML = {"output_type": "display_data", "data": {"text/html": "x"}, "metadata": {}}

LIES: dict[str, Lie] = {
    "nothing": lambda request, nonce: None,
    "no frame": lambda request, nonce: b"passed" * 100,
    "another nonce": lambda request, nonce: tell(b"n" * 16, {"status": "ok", "count": 1, "outputs": []}),
    "two replies": lambda request, nonce: tell(nonce, {"status": "ok", "count": 1, "outputs": [], "results": [0]}) * 2,
    "a cell's reply is a number": of_cells(7),
    "a cell's reply is a list": of_cells(["ok"]),
    "a cell's reply is a text": of_cells("ok"),
    "a cell's reply is a tensor": of_cells(torch.zeros(3)),
    "a cell's reply is a record": of_cells(a_trace()),
    "a cell's reply is empty": of_cells({}),
    "a cell's status is a tensor": of_cells({"status": torch.zeros(3), "count": 1, "outputs": []}),
    "a cell's count is huge": of_cells({"status": "ok", "count": 1 << 62, "outputs": []}),
    "a cell's outputs are a record": of_cells({"status": "ok", "count": 1, "outputs": a_trace()}),
    "outputs of odd kinds": of_outputs(7, None, "x", [], {}, {"output_type": ["stream"]}, {"output_type": "stream"}),
    "outputs with odd parts": of_outputs(
        {"output_type": "stream", "name": ["stdout"], "text": "x"},
        {"output_type": "error", "ename": 7, "evalue": [], "traceback": [1, torch.zeros(2)]},
        {"output_type": "display_data", "data": {"text/plain": torch.zeros(2), "image/png": ["a", 1]}},
    ),
    "outputs with JSON that is none": of_outputs(
        {"output_type": "display_data", "data": {"application/json": {"a": torch.zeros(2), "b": a_trace()}}},
        {"output_type": "display_data", "data": {"application/vnd.x+json": [float("nan"), float("inf")]}},
    ),
    "display ids that are no text": of_outputs(
        HTML | {"display_id": ["a"]}, HTML | {"display_id": ["a"], "update": True}, HTML | {"update": True}
    ),
    "many outputs": of_outputs(*[HTML] * 5_000),
    "numbers": results_are(1.0),
    "truth": results_are(True),
    "nothing at all": results_are(None),
    "not a number": results_are(float("nan")),
    "a text": results_are("passed"),
    "a long text": results_are("passed" * 10_000),
    "a list of odd things": results_are([1, "a", None, [2.0, torch.zeros(2)]]),
    "an empty dictionary": results_are({}),
    "a dictionary of odd things": results_are({"y": "passed", "return": None, "mu": 1.0, "status": "passed"}),
    "draws of other shapes": results_are({"y": torch.zeros(()), "return": torch.zeros(1)}),
    "an opaque object": results_are(Opaque("Trace" * 20)),
    "a trace": results_are(a_trace()),
    "a trace of densities that are not numbers": results_are(a_trace(log_prob=torch.full((7,), torch.nan))),
    "a trace of infinite densities": results_are(a_trace(log_prob=torch.full((7,), torch.inf))),
    "a trace of other shapes": results_are(a_trace(log_prob=torch.zeros(2, 3, 0), scale=torch.zeros(5))),
    "a trace of bools": results_are(a_trace(log_prob=torch.ones(7, dtype=torch.bool), value=True)),
    "a trace of odd values": results_are(a_trace(value=["a", {}], plates=(Plate("N", None, -1), Plate("N", 3, 0)))),
    "a trace with strange names": results_are(Trace({"y": Site("<b>y</b>" * 99, "passed")}, shapes="x" * 9_000)),
    "an exception": results_are(Raised("ValueError", ["Exception"], "data n_obs")),
    "an exception with long texts": results_are(
        Raised("E" * 9_000, ["E"] * 9_000, "Trace Shapes:" + "m" * 90_000, "l" * 90_000, "c" * 90_000)
    ),
    "an exception that is no stub": results_are(Raised("NotImplementedError", [], "", called="")),
    "too few results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": []})),
    "too many results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": [0] * 99})),
    "results that are none": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": {"y": 1}})),
    "no results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok"})),
    "a status that is none": cells_ok(lambda request, nonce: tell(nonce, {"status": ["ok"], "results": [0]})),
    "a reason that is none": cells_ok(lambda request, nonce: tell(nonce, {"status": "refused", "text": [1]})),
    "a long reason": cells_ok(lambda request, nonce: tell(nonce, {"status": "refused", "text": "passed " * 99_999})),
    "a probe's reply is a tensor": cells_ok(lambda request, nonce: tell(nonce, torch.zeros(2))),
    "a probe's reply is a record": cells_ok(lambda request, nonce: tell(nonce, a_trace())),
    "a probe's reply is a text": cells_ok(lambda request, nonce: tell(nonce, "passed")),
    "no JSON": raw_json(b"passed"),
    "not UTF-8": raw_json(b'"\xff\xfe"'),
    "deep JSON": raw_json(b"[" * 1_000_000),
    "a huge integer": raw_json(b"9" * 1_000_000),
    "infinity": raw_json(b'{"$":"dict","v":{"status":"ok","results":[Infinity]}}'),
    "an impossible tensor": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"tensor","dtype":"bool","shape":[0,%s],"at":0}]}}'
        % b",".join([b"33554432"] * 20)
    ),
    "half a surrogate": raw_json(b'{"$":"dict","v":{"status":"refused","text":"\\ud800"}}'),
    "half a surrogate as a key": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"dict","v":{"\\ud800":1}}]}}'
    ),
    "a reference to the grader's side": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"Name","v":{"name":"model"}}]}}'
    ),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lying_child_gains_nothing_and_breaks_nothing(lie, grader, submission, watch, monkeypatch):
    liars = Liars(watch, lie)
    monkeypatch.setattr(grader, "forks", liars)
    graded = grader.grade(submission(WRONG), variant=VARIANT)
    assert "cell" in liars.asked
    assert set(scores(graded).values()) == {0.0}
    assert {outcome.status for outcome in graded.outcomes} <= {"failed", "crashed"}
    nbformat.validate(graded.notebook)
    json.dumps(graded.notebook, allow_nan=False).encode()
    for outcome in graded.outcomes:
        assert len(json.dumps(outcome.public())) < 20_000


def test_a_reference_in_an_answer_is_refused(grader, submission, watch, monkeypatch):
    """A grader that passed it on would hand the reference a name of the student's choice to look up."""
    for value in (Name("model"), [1, {"a": Prop("step_03", "x")}], Trace({}, returned=Name("model"))):
        monkeypatch.setattr(grader, "forks", Liars(watch, results_are(value)))
        graded = grader.grade(submission(WRONG), variant=VARIANT)
        assert {outcome.status for outcome in graded.outcomes} == {"failed"}
        assert all("a reference has no place in an answer" in outcome.message for outcome in graded.outcomes)


def test_a_forged_trace_gets_what_it_rightly_says_and_no_density(grader, submission, watch, monkeypatch):
    """The border's limit: who knows which sites and plates are asked for may say so; the numbers stay unknown."""

    def lie(request: dict[str, Any], nonce: bytes) -> bytes:
        answers = []
        for step in request["steps"]:
            data, *_ = [*(given for given in step.get("args", ()) if torch.is_tensor(given)), torch.zeros(4)]
            densities, plate = torch.full((len(data),), -2.0), Plate("N", -1, len(data))
            answers.append(a_trace(len(data), value=data, log_prob=densities, plates=(plate,)))
        return tell(nonce, {"status": "ok", "results": answers})

    monkeypatch.setattr(grader, "forks", Liars(watch, cells_ok(lie)))
    graded = grader.grade(submission(WRONG), variant=VARIANT)
    assert scores(graded)["model_density"] == 0.0
    assert scores(graded)["model_length"] == 2.0


class TestConnection:
    """The trusted end of the pipe against raw bytes."""

    @pytest.fixture
    def pipe(self) -> Iterator[tuple[Connection, socket.socket, list[str]]]:
        ours, theirs = socket.socketpair()
        ended: list[str] = []
        connection = Connection(ours, lambda: ended.append("ended") or 0)  # type: ignore[func-returns-value]
        yield connection, theirs, ended
        connection.close()
        theirs.close()

    def answered(self, pipe, answer: Callable[[bytes], bytes], limit: float = 5.0) -> Any:
        connection, theirs, _ = pipe

        def serve() -> None:
            nonce, text, buffer = parse_header(theirs.recv(HEADER.size, socket.MSG_WAITALL))
            theirs.recv(text + buffer, socket.MSG_WAITALL)
            with contextlib.suppress(OSError):
                theirs.sendall(answer(nonce))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            return connection.request({"kind": "probe"}, limit)
        finally:
            thread.join()

    def test_a_reply_is_decoded(self, pipe):
        assert self.answered(pipe, lambda nonce: tell(nonce, {"a": 1})) == {"a": 1}
        assert pipe[0].alive

    @pytest.mark.parametrize(
        "answer",
        [
            lambda nonce: b"x" * HEADER.size,
            lambda nonce: tell(b"n" * 16, 1),
            lambda nonce: tell(bytes(reversed(nonce)), 1),
            lambda nonce: HEADER.pack(b"PAG1", nonce, MAX_JSON + 1, 0),
            lambda nonce: HEADER.pack(b"PAG1", nonce, 0, MAX_BUFFER + 1),
            lambda nonce: HEADER.pack(b"PAG1", nonce, 2**32 - 1, 2**64 - 1),
            lambda nonce: HEADER.pack(b"PAG2", nonce, 1, 0) + b"1",
        ],
        ids=["garbage", "another nonce", "nonce backwards", "long text", "long buffer", "huge", "another protocol"],
    )
    def test_a_broken_reply_ends_the_child(self, pipe, answer):
        with pytest.raises(Crashed):
            self.answered(pipe, answer)
        assert pipe[2] == ["ended"]
        with pytest.raises(Crashed, match="has ended"):
            pipe[0].request({}, 1.0)

    def test_a_second_reply_is_noticed_at_the_next_question(self, pipe):
        assert self.answered(pipe, lambda nonce: tell(nonce, 1) + tell(nonce, 2)) == 1
        with pytest.raises(Crashed, match="nobody asked for"):
            pipe[0].request({}, 1.0)

    def test_a_message_before_any_question_is_noticed(self, pipe):
        pipe[1].sendall(b"x")
        with pytest.raises(Crashed, match="nobody asked for"):
            pipe[0].request({}, 1.0)

    def test_half_a_reply_is_waited_for_no_longer_than_the_limit(self, pipe):
        with pytest.raises(TimedOut):
            self.answered(pipe, lambda nonce: tell(nonce, "x" * 100)[:-1], limit=0.3)
        assert pipe[2] == ["ended"]

    def test_half_a_reply_and_the_end(self, pipe):
        def answer(nonce: bytes) -> bytes:
            pipe[1].sendall(tell(nonce, "x" * 100)[:-1])
            pipe[1].shutdown(socket.SHUT_RDWR)
            return b""

        with pytest.raises(Crashed):
            self.answered(pipe, answer)
