"""The store of answers: what is kept comes back as it was, under its own key alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from autograder.course import Course, CourseError
from autograder.judging.store import Store, without_numbers
from autograder.tests import small


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "records.sqlite")


def test_an_answer_comes_back_under_its_own_key_alone(store: Store) -> None:
    reply = {"results": [torch.tensor([0.5, -2.0]), "text", None]}
    store.keep_reply("subject", "cell", "question", reply)
    kept = store.reply("subject", "cell", "question")
    assert kept["results"][0].equal(reply["results"][0])
    assert kept["results"][1:] == ["text", None]
    for key in (("other", "cell", "question"), ("subject", "other", "question"), ("subject", "cell", "other")):
        assert store.reply(*key) is None


def test_a_later_answer_replaces_the_earlier_and_both_readers_see_it(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "records.sqlite")
    store.keep_reply("s", "c", "q", 1)
    assert other.reply("s", "c", "q") == 1
    other.keep_reply("s", "c", "q", 2)
    assert store.reply("s", "c", "q") == 2


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    course = small.make_course(tmp_path / "course")
    (course.private / "records.sqlite").write_text("no database, but long enough to be read as one" * 40)
    with pytest.raises(CourseError, match=r"records\.sqlite, where answers are kept, cannot be used"):
        Store.of(Course(course.root))


def test_the_numbers_of_a_code_come_from_a_variant() -> None:
    assert without_numbers("close:f(3, 0.25)") == without_numbers("close:f(17, 2)")
    assert without_numbers("close:f(3)") != without_numbers("close:g(3)")
