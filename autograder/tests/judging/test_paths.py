"""Structure on every path: a model whose sites depend on where a latent is fails the cell that looks at its sites."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from autograder.authoring.trial import Trials
from autograder.course import Course
from autograder.judging.status import Status
from autograder.judging.variants import VARIANTS
from autograder.notebooks import nbgrader_of

ROOT = Path(__file__).resolve().parents[3]

# Below the reference's model: one site more, where the latent is so and so.
ASTRAY = """

def {model}(*args, written={model}, **kwargs):
    with poutine.trace() as seen:
        answer = written(*args, **kwargs)
    value = seen.trace.nodes["{latent}"]["value"]
    if bool(({where}).any()):
        pyro.sample("more", dist.Normal(0.0, 1.0))
    return answer
"""
NEAR, FAR = "value < 0.15", "value > 15.0"
MODELS = [
    ("step_07", "model_sites", "model", "mu", "value < 0.0"),
    ("step_07", "model_sites", "model", "mu", "value.abs() > 20.0"),
    ("step_11", "model_sites", "model", "mu", NEAR),
    ("step_11", "model_sites", "model", "a", FAR),
    ("step_15", "nested_grid", "nested_model", "mu", FAR),
    ("step_15", "scale_grid", "scale_model", "nu", NEAR),
    ("step_15b", "drift_repaired", "drift", "current", "value.abs() > 40.0"),
    ("step_16", "model_shapes", "model", "alpha", NEAR),
    ("step_16", "model_shapes", "model", "alpha", FAR),
    ("step_17", "model_structure", "model", "u", "value[..., 0] > 25.0"),
    ("step_17", "model_structure", "model", "u", "value[..., 0] < -25.0"),
    ("step_17", "model_structure", "model", "scale", FAR),
]


@pytest.mark.parametrize(
    ("name", "cell", "model", "latent", "where"),
    [pytest.param(*one, marks=[pytest.mark.slow] if place % 4 else []) for place, one in enumerate(MODELS)],
)
def test_a_site_that_is_there_at_some_values_only_is_seen(name, cell, model, latent, where):
    assignment = Course(ROOT).assignment(name)
    notebook = copy.deepcopy(assignment.reference.notebook)  # the reference itself answers beside it
    tasks = [one for one in notebook.cells if one.cell_type == "code" and nbgrader_of(one).get("solution")]
    [task] = [one for one in tasks if f"def {model}(" in one.source]
    task.source += ASTRAY.format(model=model, latent=latent, where=where)
    with Trials(assignment).of(notebook) as trial:
        for variant in range(0, VARIANTS, 5):
            verdict = trial.ask([cell], variant)[cell]
            assert verdict.status is Status.FAILED
            assert "more" in verdict.code, verdict
