"""Each status has its word, sign and tone, and says whether points were lost and a hint is looked for."""

from __future__ import annotations

import json

import pytest

from autograder.judging.status import Status


def test_a_status_is_found_by_its_word_and_is_it_in_files() -> None:
    for status in Status:
        assert Status(str(status)) is status
        assert json.loads(json.dumps({"status": status})) == {"status": status.value}


def test_words_and_signs_tell_them_apart_and_signs_are_one_character() -> None:
    assert len({status.word for status in Status}) == len(Status)
    assert len({status.sign for status in Status}) == len(Status)
    assert all(len(status.sign) == 1 for status in Status)


@pytest.mark.parametrize(("status", "lost"), [(status, status not in ("passed", "not_graded")) for status in Status])
def test_all_that_is_lost_is_diagnosed_and_nothing_else(status: Status, lost: bool) -> None:
    assert (status.lost, status.diagnosed) == (lost, lost)


def test_another_word_is_no_status() -> None:
    with pytest.raises(ValueError, match="excellent"):
        Status("excellent")
