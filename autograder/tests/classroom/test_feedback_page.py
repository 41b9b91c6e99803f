"""The page of a student's feedback: title, language, name and time, and a page for whoever's cannot be made."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import OperationalError
from traitlets.config import Config

from autograder import settings
from autograder.classroom import feedback_page, submissions
from autograder.classroom.feedback_page import FeedbackPage
from autograder.classroom.run import grade as grade_class
from autograder.course import Course
from autograder.tests.classroom.eve import gradebook, page, region


def test_a_page_has_title_language_name_and_time_and_one_list_of_cells(eves: Course) -> None:
    with gradebook(eves) as book:
        book.update_or_create_student("eve", first_name="Eve", last_name="<b>Adams")
        book.update_or_create_assignment("small", duedate="2026-11-20 12:00")
        book.update_or_create_submission("small", "eve", timestamp="2026-11-20 15:00")
    try:
        text = page(eves)
    finally:
        with gradebook(eves) as book:
            book.update_or_create_student("eve", first_name=None, last_name=None)
            book.update_or_create_assignment("small", duedate=None)
            book.update_or_create_submission("small", "eve", timestamp=None)
    assert '<html lang="en">' in text
    assert re.findall("<title>(.*?)</title>", text) == ["Small, feedback"]
    assert "Eve &lt;b&gt;Adams (eve), handed in on 2026-11-20 at 15:00 UTC, 3 hours late" in region(text)
    assert "<b>Adams" not in text
    assert ".panel-default > .panel-heading { display: none; }" in text  # nbgrader's own list of "Test cell"
    assert "color-scheme: only light" in text


def test_a_page_that_cannot_be_made_says_so_and_the_others_are_there(eves: Course) -> None:
    notebook = nbformat.read(eves.root / "submitted" / "eve" / "small" / "small.ipynb", as_version=4)
    for student in ("gus", "hal", "ida"):
        path = eves.root / "submitted" / student / "small" / "small.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    for each in grade_class(eves, submissions.find(eves, "small")):
        assert each.problem == ""
    for student, text in {
        "gus": "{",
        "hal": '{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    }.items():
        path = eves.root / "autograded" / student / "small" / "small.ipynb"
        path.chmod(0o644)
        path.write_text(text)
    result = NbGraderAPI(config=settings.of(eves).config).generate_feedback("small", force=True)
    assert result["success"], result
    assert "Overview" in (eves.root / "feedback" / "ida" / "small" / "small.html").read_text()
    for student in ("gus", "hal"):
        text = (eves.root / "feedback" / student / "small" / "small.html").read_text()
        assert "Score: 2 of 10 points" in text
        assert "it cannot be shown on this page" in text
        assert f"the feedback page of {student} has only the score, because" in result["log"]
        assert (eves.root / ".autograder" / "faults" / f"feedback-small-{student}.txt").is_file()


def test_the_courses_configuration_may_name_another_template() -> None:
    assert FeedbackPage().template_name == "pyro_feedback"
    assert FeedbackPage(config=Config({"HTMLExporter": {"template_name": "lab"}})).template_name == "pyro_feedback"
    assert FeedbackPage(config=Config({"FeedbackPage": {"template_name": "lab"}})).template_name == "lab"


@pytest.mark.parametrize("error", [MissingEntry("nobody"), OperationalError("select", {}, Exception("locked"))])
def test_a_gradebook_that_cannot_be_used_is_no_single_pages_fault(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(HTMLExporter, "from_filename", fails)
    with pytest.raises(type(error)):
        FeedbackPage().from_filename("small.ipynb", {})


def test_a_page_of_the_score_alone_takes_off_what_lateness_costs_and_holds_no_markup_of_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Book:
        def __enter__(self) -> Book:
            return self

        def __exit__(self, *exception: object) -> None:
            pass

        def find_submission_notebook(self, *names: str) -> SimpleNamespace:
            assert names == ("<b>small", "week", "ada")
            return SimpleNamespace(score=7.0, late_submission_penalty=0.5, max_score=10.0)

    monkeypatch.setattr(feedback_page, "Gradebook", lambda url: Book())
    facts = {"db_url": "sqlite://", "notebook": "<b>small", "assignment": "week", "student": "ada"}
    text = feedback_page._score_only(facts)
    assert "Score: 6.5 of 10 points" in text
    assert "<h1>&lt;b&gt;small</h1>" in text
    assert "<b>" not in text
