"""The trust border: wrong answers that try to gain points gain none, and each attack is shown to have run.

Who can write down a right trace has solved the task, so a subject that lies with right numbers is no case here. Keeping
a submission from files, processes and the network is confinement's matter, not this module's.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.judging import variants
from autograder.judging.grading import Grader
from autograder.notebooks import code_digest, nbgrader_of
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import WarmParent, shared
from autograder.tests.attacks import ATTACKS, FORGE, STUB, VARIANT, WRONG, said, scores


@pytest.fixture(scope="module")
def plain(grader: Grader, submission: Callable[..., Any]) -> Callable[[str], dict[str, float | None]]:
    """The scores of a wrong answer without any attack."""
    known: dict[str, dict[str, float | None]] = {}

    def find(solution: str) -> dict[str, float | None]:
        if solution not in known:
            known[solution] = scores(grader.grade(submission(solution.replace("{inside}", "pass")), variant=VARIANT))
        return known[solution]

    return find


@pytest.mark.parametrize("solution", [WRONG, STUB], ids=["wrong", "stub"])
def test_the_plain_wrong_answers_have_no_points(plain, solution):
    assert set(plain(solution).values()) == {0.0}
    assert len(plain(solution)) == 5


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing(attack, grader, submission, watch, plain):
    watch.words.clear()
    cells = {"first": FORGE + attack.first, "after": attack.after, "last": attack.last}
    graded = grader.grade(submission(attack.source, **cells), variant=VARIANT)
    assert attack.words <= watch.words, "the attack did not run"
    assert scores(graded) == plain(attack.solution if attack.solution == STUB else WRONG)
    assert {outcome.status for outcome in graded.outcomes} <= attack.statuses
    nbformat.validate(graded.notebook)
    json.dumps(graded.notebook, allow_nan=False).encode()
    for outcome in graded.outcomes:
        assert len(outcome.panel().html().encode()) < 50_000


SEARCH = """
import gc, sys
WORDS = [word[::-1] for word in ("redarg", "egduj", "detcepxe", "tcidrev", "noitpecnocsim", "yb_thguac", "ecnerefer")]

def frames():
    frame = sys._getframe(2)
    while frame:
        yield frame
        frame = frame.f_back

def suspicious():
    names = set()
    for frame in frames():
        names |= {frame.f_code.co_filename, frame.f_code.co_name, *frame.f_locals, *map(str, frame.f_locals.values())}
    gc.unfreeze()
    ours = [one for one in gc.get_objects() if str(getattr(type(one), "__module__", "")).startswith("autograder")]
    names |= {type(one).__module__ + "." + type(one).__name__ for one in ours}
    names |= {name for name in sys.modules if name.startswith(("autograder", "nbgrader", "pytest", "_pytest"))}
    found = {name[:300] for name in names if any(word in name.lower().replace("auto" + WORDS[0], "") for word in WORDS)}
    return len(ours), sorted(found), sorted(names)
"""

TRUSTED = ("subject", "judging", "authoring", "classroom", "graders", "course", "notebooks", "settings", "cli")


def test_frames_and_objects_hold_neither_reference_nor_graders(grader, submission, assignment):
    seen = """
import json
def model(data=None, n_obs=None):
    count, found, names = suspicious()
    with open("seen.json", "w") as file:
        json.dump([count, found, names], file)
"""
    last = "print(open('seen.json').read())"
    graded = grader.grade(submission(seen, first=SEARCH, last=last), variant=VARIANT)
    count, found, names = json.loads(graded.notebook.cells[-1].outputs[0].text)
    assert count > 5
    assert "autograder.probes.answers" in names
    assert "model" in names, "the search did not reach the function itself"
    assert found == []
    assert [name for name in names if name.startswith(tuple(f"autograder.{room}" for room in TRUSTED))] == []
    assert not [name for name in names if name.startswith(("nbgrader", "pytest", "_pytest"))]
    text = json.dumps(names)
    assert str(assignment.course.root) not in text
    assert set(scores(graded).values()) == {0.0}


STATE = """
import random, numpy as np
count = globals().get("count", 0)
print(torch.rand(2), np.random.rand(2), random.random(), torch.get_default_dtype(), pyro.settings.get())
store = pyro.get_param_store()
print({name: value.detach().tolist() for name, value in store.items()}, count, len(pyro.poutine.runtime._PYRO_STACK))
print(torch.distributions.Distribution._validate_args, torch.is_grad_enabled(), sorted(globals()))
"""

RESTLESS = """
count = 0
def model(data=None, n_obs=None):
    global count
    count += 1
    torch.rand(3); np.random.rand(); random.random()
    torch.set_default_dtype(torch.float64)
    pyro.enable_validation(False)
    pyro.param(f"new_{count}", torch.ones(2))
    torch.set_grad_enabled(False)
    pyro.poutine.runtime._PYRO_STACK.extend([])
    globals()[f"left_{count}"] = 1
    n_obs = len(data) if data is not None else n_obs
    if n_obs is None:
        raise ValueError("data n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
"""


def own_outputs(notebook: nbformat.NotebookNode) -> list[Any]:
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code" and not nbgrader_of(cell).get("grade")]


def test_probing_leaves_no_trace(grader, submission, assignment, tmp_path, monkeypatch):
    notebook = submission(RESTLESS, first="import random, numpy as np", after=STATE, last=STATE)
    cells = []
    for cell in notebook.cells:  # the state is shown between all graded cells
        cells.append(cell)
        if nbgrader_of(cell).get("grade"):
            cells.append(nbformat.v4.new_code_cell(STATE, id=f"state-{len(cells)}"))
    notebook.cells = cells
    once = grader.grade(notebook, variant=VARIANT)
    asked: list[int] = []
    ask = NotebookRun.ask

    def twice(self: NotebookRun, steps: list[Any], seed: int, limit: float) -> list[Any]:
        ask(self, steps, seed + 1, limit)
        asked.append(seed)
        return ask(self, steps, seed, limit)

    with monkeypatch.context() as patch:
        patch.setattr(NotebookRun, "ask", twice)
        again = grader.grade(notebook, variant=VARIANT)
    assert asked
    with monkeypatch.context() as patch:
        patch.setattr("autograder.judging.grading.session.run", lambda graders, judge: {})
        never = grader.grade(notebook, variant=VARIANT)
    assert {outcome.status for outcome in never.outcomes} == {"not_graded"}
    assert said(once) == said(again)
    assert own_outputs(once.notebook) == own_outputs(again.notebook) == own_outputs(never.notebook)
    texts = [str(outputs) for outputs in own_outputs(once.notebook) if "tensor" in str(outputs)]
    assert len(texts) == 7
    assert "left_1" in texts[-1], "a call of the model does not show: the comparison could not fail"


def test_a_live_check_leaves_random_states_and_params_alone(grader, submission, right):
    """A check that a student runs between two draws changes neither of them."""
    with_checks = grader.grade(submission(right, after=STATE, last=STATE), variant=VARIANT).notebook
    alone = submission(right, after=STATE, last=STATE)
    for cell in alone.cells:
        if nbgrader_of(cell).get("grade"):
            cell.source = "pass"
    run = NotebookRun(alone, Path())
    with tempfile.TemporaryDirectory() as folder:
        seed = variants.notebook_seed(grader.key, "step_03", code_digest(with_checks))
        run.start(shared(), Path(folder), seed).advance(len(alone.cells) - 1)
        run.close()

    def shown(notebook: nbformat.NotebookNode) -> str:
        return notebook.cells[-1].outputs[0].text.split("sorted")[0].splitlines()[:2]

    assert "tensor" in shown(alone)[0]
    assert shown(alone) == shown(with_checks)


def test_the_same_submission_gets_the_same_outcomes_and_texts(assignment, grader, submission):
    """Twice by one warm parent, and once more by another process with another memory layout and hash seed."""
    source = """
names = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta"}
def model(data=None, n_obs=None):
    for name in names:
        print(pyro.sample(name, dist.Normal(0.0, 1.0)))
    if n_obs is None:
        raise TypeError(f"no {object()} in {names} {torch.rand(1)} {model}")
    mu = pyro.param("mu", torch.rand(()))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu + torch.rand(()), 1.0 + random.random()))
"""
    notebook = submission(source, first="import random", last=STATE + "print(list(names), hash('a'))")
    parent = WarmParent()
    try:
        other = Grader(assignment, forks=parent).grade(notebook)
    finally:
        parent.close()
    first, second = grader.grade(notebook), grader.grade(notebook)
    assert 0 < first.score < first.points or first.score == 0
    assert "TypeError" in str(said(first))
    assert said(first) == said(second) == said(other)
    assert own_outputs(first.notebook) == own_outputs(second.notebook) == own_outputs(other.notebook)


def test_a_submission_that_kills_the_warm_parent_stops_nobody_else(grader, submission, right, watch):
    watch.words.clear()
    killer = "import os, signal\nran('ran')\nos.kill(os.getppid(), signal.SIGKILL)"
    grader.grade(submission(WRONG.replace("{inside}", "pass"), after=killer), variant=VARIANT)
    assert watch.words == {"ran"}
    graded = grader.grade(submission(right), variant=VARIANT)
    assert graded.score == graded.points


def test_an_endless_call_ends_at_its_limit_and_costs_its_own_cell_only(grader, submission, right, watch, monkeypatch):
    watch.words.clear()
    ask = NotebookRun.ask
    monkeypatch.setattr(grader, "cell_limit", 1.0)
    monkeypatch.setattr(NotebookRun, "ask", lambda run, steps, seed, limit: ask(run, steps, seed, 2.0))
    first_line = "    if data is not None:"
    endless = right.replace(first_line, "    while data is not None and n_obs: ran('ran')\n" + first_line, 1)
    graded = grader.grade(submission(endless), variant=VARIANT)
    assert watch.words == {"ran"}
    statuses = {outcome.grade_id: outcome.status for outcome in graded.outcomes}
    assert statuses.pop("model_length") == "timeout"
    assert set(statuses.values()) == {"passed"}


def test_what_was_earned_before_the_end_stays(grader, submission, right, watch):
    watch.words.clear()
    graded = grader.grade(submission(right, last="ran('ran')\nos._exit(0)"), variant=VARIANT)
    assert watch.words == {"ran"}
    assert graded.score == graded.points
    assert graded.notebook.cells[-1].outputs[0].output_type == "error"
