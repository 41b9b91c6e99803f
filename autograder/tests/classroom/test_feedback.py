"""nbgrader's feedback page: its overview, a person's later word, and nothing on it that is hidden."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.authoring import build
from autograder.classroom import feedback, submissions
from autograder.classroom.feedback import Line, overview
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


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one submission, graded; a person has then graded and commented by hand."""
    root = tmp_path_factory.mktemp("feedback")
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


class Anchors(HTMLParser):
    """The names that a page's links lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {value for key, value in attrs if key in ("id", "name") and value}


def test_a_page_says_what_a_person_says_later_and_nothing_hidden(course: Course) -> None:
    first = page(course)
    shown = words(region(first))
    assert shown.startswith("Score: 2 of 10 points eve A person has still to look at 4 of these points.")
    assert "✓ passed The double of a number, twice . 2 of 2" in shown
    assert "✗ not passed The plate of the model. 0 of 3" in shown
    assert "✗ not passed A number is looked at. 0 of 1" in shown
    assert "? not graded yet why 0 of 4" in shown
    assert "Look at this first: The plate of the model." in shown
    assert "the plate 'N' has size 5; wanted: 7" in shown
    anchors = Anchors()
    anchors.feed(first)
    links = set(re.findall(r'href="#([^"]+)"', region(first)))
    assert links >= {"double_value", "plates", "number", "why"}
    assert links <= anchors.names
    assert first.index('aria-label="Overview"') < first.index("Double a number")
    assert "Because" in first  # what a person grades is the student's own text, and stays
    assert "The shapes of your trace" in first
    assert '<th scope="row"' in first.partition("The shapes of your trace")[2]
    for text in (str(SECRET)[:9], "71828", "7.18", "71,828", WORD, "<script>alert"):
        assert text not in first

    with gradebook(course) as book:
        grade = book.find_grade("why", "small", "small", "eve")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        grade = book.find_grade("plates", "small", "small", "eve")
        grade.manual_score = 1.5
        book.find_grade("double_value", "small", "small", "eve").extra_credit = 0.5
        book.find_comment("model", "small", "small", "eve").manual_comment = "A *late* word."
        book.find_submission_notebook("small", "small", "eve").late_submission_penalty = 0.5
        book.db.commit()
    second = page(course)
    shown = words(region(second))
    assert shown.startswith("Score: 6 of 10 points and 0.5 extra eve 0.5 points are taken off")
    assert "Score: 2.0 / 2.0" in second  # nbgrader's line above the cell: the extra credit is beside the points
    assert "◐ graded by hand why 3 of 4" in shown
    assert "◐ graded by hand The plate of the model. 1.5 of 3" in shown
    panels = words(second)
    assert "graded by hand (1.5 of 3 points) The plate of the model." in panels
    assert "The grader said. not passed (0 of 3 points)." in panels
    assert "✓ passed, and 0.5 extra (2 of 2 points)" in panels
    assert "2 of 2 and 0.5 extra" in shown
    assert "Comments for you: model" in shown
    assert 'href="#comment-model"' in region(second)
    assert "<em>late</em>" in second


def test_a_page_has_title_language_name_and_time_and_one_list_of_cells(course: Course) -> None:
    with gradebook(course) as book:
        book.update_or_create_student("eve", first_name="Eve", last_name="<b>Adams")
        book.update_or_create_assignment("small", duedate="2026-11-20 12:00")
        book.update_or_create_submission("small", "eve", timestamp="2026-11-20 15:00")
    try:
        text = page(course)
    finally:
        with gradebook(course) as book:
            book.update_or_create_student("eve", first_name=None, last_name=None)
            book.update_or_create_assignment("small", duedate=None)
            book.update_or_create_submission("small", "eve", timestamp=None)
    assert '<html lang="en">' in text
    assert re.findall("<title>(.*?)</title>", text) == ["Small, feedback"]
    assert "Eve &lt;b&gt;Adams (eve), handed in on 2026-11-20 at 15:00 UTC, 3 hours late" in region(text)
    assert "<b>Adams" not in text
    assert ".panel-default > .panel-heading { display: none; }" in text  # nbgrader's own list of "Test cell"
    assert "color-scheme: only light" in text


def test_what_was_mended_is_told_on_the_page(course: Course) -> None:
    path = course.root / "submitted" / "fay" / "small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    notebook = nbformat.read(course.root / "submitted" / "eve" / "small" / "small.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") != "plates"]
    notebook.metadata["autograder"] = {"notes": ["<b>forged</b>"]}
    nbformat.write(notebook, path)
    graded = {each.student: each for each in grade_class(course, submissions.find(course, "small"))}
    [note] = graded["fay"].notes
    shown = words(region(page(course, "fay")))
    assert "Noticed in your notebook when it was graded:" in shown
    assert note in html.unescape(shown)
    assert "forged" not in shown


def test_data_that_are_no_outcomes_change_no_panel() -> None:
    good = {"grade_id": "a", "status": "passed", "score": 1.0, "points": 1.0}
    odd = [None, 3, {}, {"status": "passed"}, good | {"status": "x"}, good | {"score": "1"}, good | {"more": "x"}]
    odd += [good | {"hint": 7}, good | {"points": None}]
    assert [feedback._is_outcome(data) for data in (good, *odd)] == [True] + [False] * len(odd)


def test_a_page_of_a_kind_with_nothing_lost_points_at_nothing() -> None:
    outcome = {"status": "passed", "score": 2.0, "asked": "All"}
    text = overview([Line("a", 2.0, 2.0, False, outcome), Line("b", 0.0, 3.0, True)], [], 2.0, 5.0, 0.0)
    assert "Look at this first" not in text
    assert "taken off" not in text
    assert "Comments" not in text
    assert "passed" in text
    assert "not graded yet" in text


def test_the_hint_comes_before_the_sentence_and_texts_are_no_markup() -> None:
    evil = "<script>alert(1)</script>\n\n[x](javascript:alert(2))\u2028# y"
    outcome = {"status": "failed", "score": 0.0, "asked": evil, "message": "no", "hint": f"a `hint` {evil}"}
    text = overview([Line("a", 0.0, 2.0, False, outcome)], ['"><script>'], 0.0, 2.0, 0.0)
    assert "a <code>hint</code>" in text
    assert ">no<" not in text
    assert "<script" not in text
    assert len(text.splitlines()) == 1


def test_scores_without_an_outcome_are_a_persons() -> None:
    states = [Line("a", score, 2.0, False).state for score in (2.0, 1.0, 0.0)]
    assert states == [("graded by hand", "good"), ("graded by hand", "part"), ("graded by hand", "bad")]


def test_a_page_that_cannot_be_made_says_so_and_the_others_are_there(course: Course) -> None:
    notebook = nbformat.read(course.root / "submitted" / "eve" / "small" / "small.ipynb", as_version=4)
    for student in ("gus", "hal", "ida"):
        path = course.root / "submitted" / student / "small" / "small.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    for each in grade_class(course, submissions.find(course, "small")):
        assert each.problem == ""
    for student, text in {
        "gus": "{",
        "hal": '{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    }.items():
        path = course.root / "autograded" / student / "small" / "small.ipynb"
        path.chmod(0o644)
        path.write_text(text)
    result = NbGraderAPI(config=settings.of(course).config).generate_feedback("small", force=True)
    assert result["success"], result
    assert "Overview" in (course.root / "feedback" / "ida" / "small" / "small.html").read_text()
    for student in ("gus", "hal"):
        text = (course.root / "feedback" / student / "small" / "small.html").read_text()
        assert "Score: 2 of 10 points" in text
        assert "it cannot be shown on this page" in text
        assert f"the feedback page of {student} has only the score, because" in result["log"]
        assert (course.root / ".autograder" / "faults" / f"feedback-small-{student}.txt").is_file()
