"""What is noted in a student's process is a claim: forging it gains nothing where other numbers decide."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of


@dataclass(frozen=True)
class Forged:
    """An answer to the task that defines ``function``: it does not do what is asked, and says that it has.

    ``lost`` are the cells that it must fail; all others are passed by the reference's answers.
    """

    name: str
    assignment: str
    function: str
    source: str
    lost: frozenset[str]


# A prop keeps its notes where a frame of its own, or what that refers to, leads to them.
FIND = """
def find(name):
    import sys
    frame = sys._getframe()
    while name not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals[name]
"""

RUNS = frozenset({"run_mean", "run_log_prob"})

FORGED = [
    Forged(
        "a run of zeros",
        "step_04",
        "mean_and_log_prob",
        FIND
        + """
def mean_and_log_prob(model, n):
    import math
    find("sizes").append(n)
    density = -0.5 * math.log(2 * math.pi)
    above = density - math.log(3.0) - find("loc") ** 2 / 18 if find("kind") == "level" else 0.0
    return 0.0, n * (density - math.log(find("scale"))) + above
""",
        RUNS,
    ),
    Forged(
        "a run of nothing",
        "step_04",
        "mean_and_log_prob",
        FIND
        + """
def mean_and_log_prob(model, n):
    find("sizes").append(0)
    return 0.0, 0.0
""",
        RUNS,
    ),
    Forged(
        "runs of all numbers",
        "step_04",
        "mean_and_log_prob",
        FIND
        + """
def mean_and_log_prob(model, n):
    find("sizes").append(n)
    return 0.0, 0.0
""",
        RUNS,
    ),
    Forged(
        "draws that no model made",
        "step_01",
        "draw",
        """
def draw(n):
    import random
    numbers = [random.random() for _ in range(n)]
    for handler in pyro.poutine.runtime._PYRO_STACK:
        getattr(handler, "drawn", []).extend(numbers)
    return numbers
""",
        frozenset({"draw_runs"}),
    ),
    Forged(
        "a slope without a parameter to learn",
        "step_01",
        "model",
        """
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    copy = mu.detach() + 1e-6 * (mu - mu.detach())
    return pyro.sample("y", dist.Normal(copy, NOISE))
""",
        frozenset({"model_param"}),
    ),
    Forged(
        "a run that never was",
        "step_07",
        "joint_draw",
        """
def joint_draw(n):
    mu, y = torch.randn(()), torch.randn(n)
    for handler in pyro.poutine.runtime._PYRO_STACK:
        if hasattr(handler, "values"):
            handler.values["mu"].append(mu)
            handler.values["y"].append(y)
    fixed = poutine.condition(model, data={"mu": mu, "y": y})
    return mu, y, poutine.trace(fixed).get_trace(n_obs=n).log_prob_sum()
""",
        frozenset({"joint_one_run"}),
    ),
    Forged(
        "a joint that the model does not have",
        "step_07",
        "joint_draw",
        """
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    parts = trace.nodes["mu"]["value"], trace.nodes["y"]["value"]
    if any(hasattr(handler, "fixed") for handler in pyro.poutine.runtime._PYRO_STACK):
        return *parts, trace.log_prob_sum()
    type(trace).log_prob_sum = lambda self, *args: torch.tensor(-9.0)
    return *parts, torch.tensor(-9.0)
""",
        frozenset({"joint_log_prob"}),
    ),
    Forged(
        "a joint that is one number everywhere",
        "step_07",
        "joint_draw",
        """
pyro.poutine.trace_struct.Trace.log_prob_sum = lambda self, *args: torch.tensor(-9.0)

def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["mu"]["value"], trace.nodes["y"]["value"], trace.log_prob_sum()
""",
        frozenset({"joint_log_prob"}),
    ),
    Forged(
        "mornings that lie at the mu that is held",
        "step_07",
        "prior_predictive",
        """
def prior_predictive(k, n):
    for handler in pyro.poutine.runtime._PYRO_STACK:
        if hasattr(handler, "fixed"):
            return handler.fixed["mu"] + 1e-3 * torch.randn(k, n)
    return torch.randn(k, n)
""",
        frozenset({"predictive_runs", "predictive_law"}),
    ),
    Forged(
        "a guide of the graders' own",
        "step_13",
        "guide",
        """
def guide(data=None, n_obs=None):
    import gc
    import types
    for found in gc.get_objects():
        if isinstance(found, types.FunctionType) and found.__module__.startswith("prop_") and "guide" in found.__name__:
            return found(data, n_obs)
""",
        frozenset({"guide_density", "guide_trains"}),
    ),
    Forged(
        "shapes of an enumeration that was not",
        "step_17",
        "model",
        """
REAL, SAID = poutine.trace, object()

class Said:
    compute_log_prob = lambda self: None

    def get_trace(self, data, K):
        self.nodes = {
            "assignment": {"value": torch.zeros(K, 1)}, "y": {"log_prob": torch.zeros(K, len(data))}
        }
        return self

poutine.enum = lambda fn=None, **more: SAID
poutine.trace = lambda fn=None, **more: Said() if fn is SAID else REAL(fn, **more)

def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights))
        locs = torch.stack([OrderedTransform()(u)[one] for one in assignment.reshape(-1)[:size]])
        return pyro.sample("y", dist.Normal(locs.expand(size), scale), obs=data)
""",
        frozenset(),
    ),
    *[
        Forged(
            f"the graders' own {prop}",
            "step_15b",
            function,
            FIND
            + f"""
def {function}(d, shape=()):
    import gc
    import types
    for found in gc.get_objects():
        if isinstance(found, types.FunctionType) and found.__name__ == "{prop}":
            return found(find("text"), shape)
""",
            lost,
        )
        for function, prop, lost in (
            ("shapes_of", "try_out", frozenset({"shapes"})),
            ("log_prob_shape", "evaluate", frozenset({"log_prob_fits", "log_prob_misfits"})),
        )
    ],
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda one: f"{one.assignment}: {one.name}")
def test_a_forged_claim_gains_nothing(new_course, forged):
    assignment = new_course(forged.assignment).assignment(forged.assignment)
    cells = assignment.reference.notebook.cells
    sources = {nbgrader_of(cell).get("grade_id"): cell.source for cell in cells}
    [task] = [name for name, source in sources.items() if f"def {forged.function}(" in source and name is not None]
    notebook = assignment.released()
    for cell in notebook.cells:
        name = nbgrader_of(cell).get("grade_id")
        if nbgrader_of(cell).get("solution") and cell.cell_type == "code":
            cell.source = forged.source if name == task else sources[name]
    graded = Grader(assignment).grade(notebook, variant=3, diagnose=False)
    assert {outcome.grade_id for outcome in graded.outcomes if outcome.status != "passed"} == forged.lost
