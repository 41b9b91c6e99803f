"""Hints of a task, one after the other, from call to call."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.desk import hints
from autograder.desk.lessons import NoLesson
from autograder.tests.desk.made import lesson, write


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(hints.click, "get_app_dir", lambda name: str(tmp_path / "data"))
    return write(tmp_path, "step_02", lesson("Second"))


@pytest.mark.parametrize("name", ["1", "double"])
def test_a_task_is_named_by_its_number_or_by_what_it_defines(path: Path, name: str) -> None:
    assert hints.of(path, name).grade_id == "double"


def test_another_name_is_told_what_there_is(path: Path) -> None:
    with pytest.raises(NoLesson, match=r"no task triple; there is 1 \(double\)"):
        hints.of(path, "triple")


def test_each_call_tells_the_next_hint_up_to_the_last(path: Path) -> None:
    task = hints.of(path, "double")
    assert [hints.following(path, task) for _ in range(4)] == [0, 1, 1, 1]


def test_what_was_kept_badly_begins_anew(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "data" / "hints.json"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"a": "b"}')
    assert hints.following(path, hints.of(path, "double")) == 0


def test_where_nothing_can_be_kept_the_first_hint_comes_again(path: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder has to be")
    task = hints.of(path, "double")
    assert [hints.following(path, task) for _ in range(2)] == [0, 0]


def test_signs_of_a_page_are_left_out() -> None:
    assert hints.plain("It is **not** `x`:\n\n```python\nx + x\n```\n") == "It is not `x`:\n\nx + x"
