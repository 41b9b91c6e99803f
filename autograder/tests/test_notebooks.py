"""Cells, metadata and files of notebooks, whoever wrote them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import notebooks


def cell(source: str = "1", **data: object):
    return new_code_cell(source, metadata={"nbgrader": data} if data else {})


def test_graded_cells_are_locked_code_with_points_in_order() -> None:
    graded = cell(grade_id="a", grade=True, solution=False, points=2)
    by_hand = cell(grade_id="b", grade=True, solution=True, points=3)
    odd = cell(grade_id="c", grade=True, points="many")
    text = new_markdown_cell("why", metadata={"nbgrader": {"grade_id": "d", "grade": True, "points": 1}})
    found = notebooks.graded_cells(new_notebook(cells=[cell(), graded, by_hand, text, odd]))
    assert [(one.grade_id, one.points, one.index) for one in found] == [("a", 2.0, 1), ("c", 0.0, 4)]


def test_metadata_that_is_no_dictionary_is_none() -> None:
    odd = new_code_cell("1")
    odd.metadata["nbgrader"] = "solution"
    assert notebooks.nbgrader_of(odd) == {}


def test_a_digest_is_of_what_runs_and_of_nothing_else() -> None:
    first = new_notebook(cells=[cell("a"), new_markdown_cell("text"), cell("b")])
    same = new_notebook(cells=[cell("a", grade_id="x"), cell("b")])
    same.cells[1].outputs = [{"output_type": "stream", "name": "stdout", "text": "7"}]
    assert notebooks.code_digest(first) == notebooks.code_digest(same)
    for other in (["b", "a"], ["ab"], ["a", "b", ""]):
        changed = new_notebook(cells=[cell(source) for source in other])
        assert notebooks.code_digest(first) != notebooks.code_digest(changed)


def test_ids_follow_grade_ids_and_are_all_different() -> None:
    notebook = new_notebook(cells=[cell(), cell(grade_id="task"), cell(), cell(), cell(grade_id="a b"), cell()])
    notebook.cells.append(cell(grade_id="task"))
    notebooks.give_ids(notebook)
    ids = [one.id for one in notebook.cells]
    assert ids == ["cell-1", "task", "task-1", "task-2", "a-b", "a-b-1", "taskx"]


def test_files_beside_a_notebook_are_regular_ones_and_come_back(tmp_path: Path) -> None:
    for name in ("data.csv", "inner/more.csv", "a.ipynb", "b.pyc", ".ipynb_checkpoints/c.txt", "__pycache__/d.txt"):
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "from" / "link").symlink_to(tmp_path / "from" / "data.csv")
    os.mkfifo(tmp_path / "from" / "pipe")
    found = notebooks.regular_files(tmp_path / "from")
    assert found == {"data.csv": b"data.csv", "inner/more.csv": b"inner/more.csv"}
    notebooks.write_files(tmp_path / "to", found)
    assert notebooks.regular_files(tmp_path / "to") == found


def test_files_too_large_or_too_deep_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "MAX_FILE", 3)
    monkeypatch.setattr(notebooks, "MAX_DEPTH", 1)
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name, text in {"small": "777", "large": "7777", "a/small": "7", "a/b/small": "7"}.items():
        (tmp_path / name).write_text(text)
    assert set(notebooks.regular_files(tmp_path)) == {"small", "a/small"}
    assert notebooks.regular_files(tmp_path / "nowhere") == {}
