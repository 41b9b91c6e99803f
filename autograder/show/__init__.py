"""Pictures of models, traces, densities and losses, for notebooks: each has a text that says the same.

They need nothing but what a student's notebook has, follow the light or dark theme of JupyterLab, and stay readable
in nbgrader's feedback and in exported HTML.
"""

from autograder.show.beside import beside
from autograder.show.diagram import model, sketch
from autograder.show.figures import figure
from autograder.show.numbers import table
from autograder.show.plots import densities, losses
from autograder.show.sites import trace

__all__ = ["beside", "densities", "figure", "losses", "model", "sketch", "table", "trace"]
