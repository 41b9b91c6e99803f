"""The overview of a feedback page: what a person says later, and nothing on it that is hidden."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nbformat

from autograder.classroom import feedback, submissions
from autograder.classroom.feedback import Line, overview
from autograder.classroom.run import grade as grade_class
from autograder.course import Course
from autograder.notebooks import nbgrader_of
from autograder.tests.classroom.eve import SECRET, WORD, gradebook, page, region, words


class Anchors(HTMLParser):
    """The names that a page's links lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {value for key, value in attrs if key in ("id", "name") and value}


def test_a_page_says_what_a_person_says_later_and_nothing_hidden(eves: Course) -> None:
    first = page(eves)
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

    with gradebook(eves) as book:
        grade = book.find_grade("why", "small", "small", "eve")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        grade = book.find_grade("plates", "small", "small", "eve")
        grade.manual_score = 1.5
        book.find_grade("double_value", "small", "small", "eve").extra_credit = 0.5
        book.find_comment("model", "small", "small", "eve").manual_comment = "A *late* word."
        book.find_submission_notebook("small", "small", "eve").late_submission_penalty = 0.5
        book.db.commit()
    second = page(eves)
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


def test_what_was_mended_is_told_on_the_page(eves: Course) -> None:
    path = eves.root / "submitted" / "fay" / "small" / "small.ipynb"
    path.parent.mkdir(parents=True)
    notebook = nbformat.read(eves.root / "submitted" / "eve" / "small" / "small.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") != "plates"]
    notebook.metadata["autograder"] = {"notes": ["<b>forged</b>"]}
    nbformat.write(notebook, path)
    graded = {each.student: each for each in grade_class(eves, submissions.find(eves, "small"))}
    [note] = graded["fay"].notes
    shown = words(region(page(eves, "fay")))
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
