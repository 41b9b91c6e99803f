"""Faults that were once told the hint of another: each gets the right hint now, or none."""

from __future__ import annotations

import math

import nbformat
import pytest

from autograder.course import Course
from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of
from autograder.tests.small import ROOT

# A fault: the assignment, the task, the code that the reference's is replaced by, and the wrong answers (by name) whose
# hint is right for it. What was told once is said above it.
FAULTS = {
    # "your parameters still travel when the training ends"
    "logits for probabilities": (
        "step_17",
        "model",
        'pyro.sample(\n            "assignment", dist.Categorical(weights), infer',
        'pyro.sample(\n            "assignment", dist.Categorical(logits=weights), infer',
        set(),
    ),
    # "look at the prior of the free numbers"
    "a prior of the scale that is too tight": (
        "step_17",
        "model",
        "dist.LogNormal(0.0, 2.0)",
        "dist.LogNormal(0.0, 0.1)",
        {"scale_prior"},
    ),
    # "the optimiser was given no learning rate"
    "the sd of AutoDelta's draws": (
        "step_14",
        "fit_auto",
        "    return guide",
        """\
    from pyro.infer.autoguide import AutoDelta, init_to_value

    pyro.clear_param_store()
    point = AutoDelta(model)
    svi = SVI(model, point, ClippedAdam({"lr": 0.1, "lrd": 0.988}), Trace_ELBO())
    for _ in range(400):
        svi.step(data)
    draws = [point(data) for _ in range(100)]
    means = {name: torch.stack([draw[name] for draw in draws]).mean(0).detach() for name in draws[0]}
    sds = torch.stack([torch.stack([draw[name] for draw in draws]).std(0).max() for name in means])
    pyro.clear_param_store()
    guide = AutoNormal(model, init_loc_fn=init_to_value(values=means), init_scale=float(sds.max()) + 1e-3)
    guide(data)
    return guide""",
        {"fit_delta"},
    ),
    # "a site with obs= …"
    "pyro.deterministic in the guide": (
        "step_13",
        "guide",
        'pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))',
        'pyro.deterministic("mu", pyro.sample("log_mu", dist.Normal(mu_loc, mu_scale)).exp())',
        {"deterministic"},
    ),
    # "the Dirichlet has taken one dimension of its parameter"
    "an event of two dims for alpha": (
        "step_16",
        "model",
        """\
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))""",
        """\
    prior = dist.Gamma(1.0, 1.0).expand([n_stalls, n_goods])
    alpha = pyro.sample("alpha", prior.to_event(2))""",
        {"alpha_is_one_event"},
    ),
    # a hint about replay
    "a parameter without its gradient": (
        "step_20",
        "param",
        "        value = transform_to(kept)(free)\n",
        "        value = transform_to(kept)(free).detach()\n",
        set(),
    ),
    # "a plate that is entered alone takes the rightmost dim"
    "both plates in one dim, and the student says so": (
        "step_15",
        "scale_model",
        'cells = pyro.plate("N", n_cells, dim=-2)',
        'cells = pyro.plate("N", n_cells, dim=-1)',
        {"scale_no_dims"},  # whose hint speaks of both now
    ),
}
QUICK = ("step_15", "step_20")  # the others train


@pytest.mark.parametrize(
    "fault",
    [pytest.param(name, marks=() if fault[0] in QUICK else pytest.mark.slow) for name, fault in FAULTS.items()],
)
def test_a_fault_is_told_the_right_hint_or_none(fault):
    name, task, old, new, allowed = FAULTS[fault]
    course = Course(ROOT)
    course.make_key()  # a fresh clone has none yet, and the variant is given in each grading
    assignment = course.assignment(name)
    notebook = nbformat.from_dict(assignment.master)
    [cell] = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == task]
    assert cell.source.count(old) == 1
    cell.source = cell.source.replace(old, new)
    graded = Grader(assignment, patience=math.inf).grade(notebook, variant=0)
    lost = [outcome for outcome in graded.outcomes if outcome.status.lost]
    assert lost, "no grader catches it"
    assert {outcome.misconception for outcome in lost} - {""} <= allowed
