"""An answer shown as its difference from the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.difference import difference
from autograder.course import CourseError
from autograder.tests import small


def test_a_wrong_answer_has_its_header_and_the_lines_that_differ(tmp_path: Path) -> None:
    lines = list(difference(small.assignment(small.make_course(tmp_path)), "a_square"))
    assert lines[:4] == [
        "wrong: A square",
        "wrong: It squares.",
        "caught by: double_value",
        "hint: Your function multiplies the number by itself.",
    ]
    assert "-    return 2 * x" in lines
    assert "+    return x * x" in lines
    assert " def double(x):" in lines


@pytest.mark.parametrize("name", ["a_sum", "right/a_sum"])
def test_a_right_answer_has_its_title_and_may_be_named_by_its_folder(tmp_path: Path, name: str) -> None:
    lines = list(difference(small.assignment(small.make_course(tmp_path)), name))
    assert lines[0] == "right: A sum"
    assert "+    return x + x" in lines


def test_an_unknown_name_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no answer 'cube'; there are: right/a_sum, wrong/a_square"):
        list(difference(small.assignment(small.make_course(tmp_path)), "cube"))
