"""What can be asked of a student's notebook, the plain data that answers, and the code that answers beside the student.

A record depends on this folder and on ``child`` alone. Importing it brings no Pyro: an instructor's process asks, and
``pyro_answers`` is loaded only where something is answered.
"""

# One list of the probes, where they are declared: another one here would have to be kept like it.
from autograder.probes.steps import *  # noqa: F403
from autograder.probes.steps import __all__ as __all__
