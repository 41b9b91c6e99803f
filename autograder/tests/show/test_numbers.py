"""A table of numbers: few digits, heads for rows and columns, and a sentence where it does not fit."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder import show


def shown(capsys: pytest.CaptureFixture[str], *args: object) -> list[list[str]]:
    show.table("A table", *args)  # type: ignore[arg-type]
    caption, *lines = capsys.readouterr().out.splitlines()
    assert caption.strip() == "A table"
    return [line.split() for line in lines if line.strip()]


def test_floats_have_four_digits_and_whole_numbers_all_of_theirs(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["a", 0.123456, 1234567], ["b", 1234.56789, 7]]
    assert shown(capsys, ["site", "x", "n"], rows) == [
        ["site", "x", "n"],
        ["a", "0.1235", "1234567"],
        ["b", "1235", "7"],
    ]


@pytest.mark.parametrize("number", [torch.tensor(0.5), np.float64(0.5), 0.5])
def test_numbers_of_any_library_look_alike(capsys: pytest.CaptureFixture[str], number: object) -> None:
    assert shown(capsys, ["site", "x"], [["a", number]])[1] == ["a", "0.5"]


def test_a_matrix_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, ["x", "y"], torch.tensor([[1, 2], [3, 4]]))[1:] == [["1", "2"], ["3", "4"]]


def test_a_row_of_another_length_is_told_by_its_place() -> None:
    with pytest.raises(ValueError, match="Row 1 of the table 'A table' has 1 cells; wanted: 2, one for each column"):
        show.table("A table", ["a", "b"], [[1, 2], [3]])
