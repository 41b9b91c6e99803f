"""A course whose one student is Eve, who passes one cell and loses two, and the page of her feedback."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.authoring import build
from autograder.classroom import submissions
from autograder.classroom.run import grade as grade_class
from autograder.course import Course
from autograder.notebooks import nbgrader_of
from autograder.tests import small
from autograder.tests.small import metadata

SECRET = 71828.18284590452  # what the grader compares with


WORD = "Canary3b7"


MORE = f"""
# %% {metadata("model", solution=True)}
def model():
    ### BEGIN SOLUTION
    with pyro.plate("N", 7):
        pyro.sample("y", dist.Normal(0.0, 1.0))
    ### END SOLUTION


# %% {metadata("plates", grade=True, locked=True, points=3)}
with expect.check("It has a plate"):
    expect.site(expect.trace(model), "y", plates={{"N": 7}})

# %% {metadata("number", grade=True, locked=True, points=1)}
with expect.check("A number"):
    expect.number(expect.call(double, (2,)), "double(2)")

# %% [markdown] {metadata("why", grade=True, solution=True, points=4)}
# Say why.
"""


GRADERS = f'''"""Graders."""

from autograder import expect


def test_double_value(student, reference, variant):
    """The double of a number, `twice`."""
    x = variant.integer(3, 90)
    expect.equal(student.call("double", (x,)), reference.call("double", (x,)), "the double of a number")


def test_plates(student):
    """The plate of the model."""
    # {WORD}
    expect.site(student.trace("model"), "y", plates={{"N": 7}})


def test_number(student):
    """A number is looked at."""
    expect.close(student.call("double", (2.0,)), {SECRET!r}, "the double of another number")
'''


EVE = {
    "double": "def double(x):\n    return x + x\n",
    "model": "def model():\n    with pyro.plate('N', 5):\n        pyro.sample('y', dist.Normal(0.0, 1.0))\n",
    "why": "Because <script>alert(1)</script>",
}


def graded_course(root: Path) -> Course:
    """A course in ``root`` with one submission, Eve's, graded: one cell passed, two failed, one waits for a person."""
    course = small.make_course(root)
    setup = "import pyro\nimport pyro.distributions as dist\n\nfrom autograder import expect"
    script = root / "solutions" / "small" / "small.py"
    script.write_text(small.MASTER.replace("from autograder import expect", setup, 1) + MORE)
    (root / "autograder" / "graders" / "test_small.py").write_text(GRADERS)
    build.sync(course, "small")
    build.generate(course, "small")
    course.make_key()
    notebook = course.assignment("small").released()
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        cell.source = EVE.get(grade_id, cell.source)
    folder = root / "submitted" / "eve" / "small"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "small.ipynb")
    [row] = grade_class(course, submissions.find(course, "small"))
    assert row.problem == ""
    assert [outcome.status for outcome in row.outcomes] == ["passed", "failed", "failed", "not_graded"]
    return course


def page(course: Course, student: str = "eve") -> str:
    result = NbGraderAPI(config=settings.of(course).config).generate_feedback("small", student, force=True)
    assert result["success"], result
    return (course.root / "feedback" / student / "small" / "small.html").read_text()


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}")


def region(text: str) -> str:
    [found] = re.findall(r'<div [^>]*aria-label="Overview"[^>]*>.*?</table>.*?</div>', text, re.DOTALL)
    return found


def words(source: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", source).split())
