"""What can be asked of a student's notebook, the plain data that answers, and the code that answers beside the student.

A record depends on this folder and on ``child`` alone. Importing it brings no Pyro: an instructor's process asks, and
``pyro_answers`` is loaded only where something is answered.
"""

from autograder.probes.steps import (
    Args,
    Function,
    Kwargs,
    Name,
    Prop,
    Step,
    call,
    density,
    draws,
    fit,
    is_deterministic,
    params,
    plot,
    set_params,
    trace,
    value,
)

__all__ = [
    "Args",
    "Function",
    "Kwargs",
    "Name",
    "Prop",
    "Step",
    "call",
    "density",
    "draws",
    "fit",
    "is_deterministic",
    "params",
    "plot",
    "set_params",
    "trace",
    "value",
]
