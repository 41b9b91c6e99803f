"""The gallery shows every state, outcome and picture that there is, on a page that needs nothing else."""

from __future__ import annotations

import html
import re

import pytest

from autograder import show
from autograder.expect import ladder
from autograder.judging.status import Status
from autograder.tests.expect import gallery


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return gallery.write(tmp_path_factory.mktemp("gallery")).read_text()


def badges(page: str) -> set[str]:
    return set(map(html.unescape, re.findall(r'<span aria-hidden="true">. </span>([^<]*)</span>', page)))


def test_each_state_of_the_ladder_is_there(page: str) -> None:
    states = {words for words, _ in ladder._STATES.values()}
    states |= {"almost", "nothing returned", "not finite", "not yet", "looks right"}
    assert states <= badges(page)


def test_each_outcome_is_there(page: str) -> None:
    shown = {badge.partition(" (")[0] for badge in badges(page)}
    assert {status.word for status in Status} <= shown
    assert "not graded yet" in shown


@pytest.mark.parametrize("name", show.__all__)
def test_each_picture_is_there_in_both_themes(page: str, name: str) -> None:
    assert page.count(f"<h3>show.{name}") >= 2


def test_the_page_needs_nothing_else(page: str) -> None:
    assert page.count("<section ") == 2
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert all(source.startswith(("data:image/svg+xml;base64,", "data:image/png;base64,", "#")) for source in sources)
    assert "<script" not in page
    assert not re.findall("<img (?![^>]*alt=)", page)


def test_a_check_that_fails_says_what_came_and_what_was_wanted() -> None:
    for name, panel in gallery.panels().items():
        said = " ".join(line for _, line in panel.lines)
        assert said, name
        assert "Traceback" not in panel.text()
