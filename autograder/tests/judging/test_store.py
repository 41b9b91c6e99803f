"""The store of answers: what is kept comes back as it was, under its own key alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from autograder.course import Course, CourseError
from autograder.judging.store import KeptMutant, Store, without_numbers
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


MUTANT = KeptMutant("cell", "failed", "close:f(3)", "task", "sign flipped", "A sign?", "def f(): ...")


def test_a_mutant_is_found_by_how_it_failed_first_whatever_the_numbers(store: Store) -> None:
    store.keep_mutant("reference", MUTANT)
    [kept] = store.mutants("reference", "cell", "failed", "close:f(17)")
    assert kept == replace(MUTANT, code=without_numbers(MUTANT.code))
    for key in (
        ("other", "cell", "failed", "close:f(3)"),
        ("reference", "other", "failed", "close:f(3)"),
        ("reference", "cell", "partial", "close:f(3)"),
        ("reference", "cell", "failed", "close:g(3)"),
    ):
        assert store.mutants(*key) == []


def test_mutants_are_kept_once_and_forgotten_with_their_reference(store: Store) -> None:
    for mutant in (MUTANT, MUTANT, replace(MUTANT, source="def f(): pass")):
        store.keep_mutant("reference", mutant)
    store.keep_mutant("other", MUTANT)
    assert len(store.mutants("reference", "cell", "failed", MUTANT.code)) == 2
    store.forget_mutants("reference")
    assert store.mutants("reference", "cell", "failed", MUTANT.code) == []
    assert len(store.mutants("other", "cell", "failed", MUTANT.code)) == 1


def test_an_excerpt_holds_one_assignment_and_what_is_new_can_be_added_elsewhere(store: Store, tmp_path: Path) -> None:
    for subject in ("abc:1", "abc:2", "abd:1", "ab:1"):
        store.keep_reply(subject, "cell", "question", {"results": [subject]})
    for reference in ("ours", "theirs"):
        store.keep_mutant(reference, KeptMutant("cell", "failed", "values", "task", "constant", "Look.", "x = 1"))
    (tmp_path / "part.sqlite").write_bytes(store.excerpt("abc", "ours"))
    part = Store(tmp_path / "part.sqlite")
    kept = {name: part.reply(name, "cell", "question") for name in ("abc:1", "abc:2", "abd:1", "ab:1")}
    assert kept == {"abc:1": {"results": ["abc:1"]}, "abc:2": {"results": ["abc:2"]}, "abd:1": None, "ab:1": None}
    assert [len(part.mutants(name, "cell", "failed", "values")) for name in ("ours", "theirs")] == [1, 0]
    before = part.newest()
    assert part.replies_after(before) == []
    part.keep_reply("abc:3", "cell", "question", {"results": [3]})
    store.add(part.replies_after(before))
    assert store.reply("abc:3", "cell", "question") == {"results": [3]}
    assert Store(tmp_path / "empty.sqlite").newest() == 0
