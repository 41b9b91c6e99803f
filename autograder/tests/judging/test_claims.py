"""What a prop notes in a student's process is a claim: forging it gains nothing where the grader chose the numbers."""

from __future__ import annotations

import pytest

from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of

# Never runs the model; says that it was run, and returns a pair that would fit a run of its choice.
FORGED = {
    "a run of zeros": """
def mean_and_log_prob(model, n):
    import math, sys
    frame = sys._getframe()
    while "kind" not in frame.f_locals:
        frame = frame.f_back
    given = frame.f_locals
    for notes in ("sizes", "runs"):
        if notes in given:
            given[notes].append(n if notes == "sizes" else {"level": 0.0, "y": [0.0] * n})
    density = -0.5 * math.log(2 * math.pi)
    above = density - math.log(3.0) - given["loc"] ** 2 / 18 if given["kind"] == "level" else 0.0
    return 0.0, n * (density - math.log(given["scale"])) + above
""",
    "a run of nothing": """
def mean_and_log_prob(model, n):
    import sys
    frame = sys._getframe()
    while "kind" not in frame.f_locals:
        frame = frame.f_back
    for notes in ("sizes", "runs"):
        if notes in frame.f_locals:
            frame.f_locals[notes].append(0 if notes == "sizes" else {"level": 0.0, "y": []})
    return 0.0, 0.0
""",
    "runs of all numbers": """
def mean_and_log_prob(model, n):
    import sys
    frame = sys._getframe()
    while "kind" not in frame.f_locals:
        frame = frame.f_back
    for notes in ("sizes", "runs"):
        if notes in frame.f_locals:
            frame.f_locals[notes].append(n if notes == "sizes" else {"level": 0.0, "y": [0.0] * n})
    return 0.0, 0.0
""",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_note_of_runs_gains_nothing_in_step_04(new_course, forged):
    assignment = new_course("step_04").assignment("step_04")
    tasks = {nbgrader_of(cell).get("grade_id"): cell.source for cell in assignment.reference.notebook.cells}
    [name] = [grade_id for grade_id, source in tasks.items() if "def mean_and_log_prob" in source]
    notebook = assignment.released()
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if nbgrader_of(cell).get("solution"):
            cell.source = forged if grade_id == name else tasks[grade_id]
    graded = Grader(assignment).grade(notebook, variant=3, diagnose=False)
    statuses = {outcome.grade_id: outcome.status for outcome in graded.outcomes}
    assert statuses["values_names"] == statuses["values_tensors"] == "passed"
    assert statuses["run_mean"] == statuses["run_log_prob"] == "failed"
