"""Notebooks run in a kernel of their own, from an empty memory, and tell what their checks show."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from autograder.desk import kernel as running
from autograder.desk.kernel import Said, run
from autograder.desk.lessons import NoLesson
from autograder.tests.desk.made import CHECK, RIGHT, lesson, write


def test_a_notebook_runs_to_its_end_and_is_left_as_it_is(tmp_path: Path) -> None:
    notebook = lesson("t", RIGHT)
    notebook.cells += [
        new_code_cell("import os\nprint(sorted(os.listdir()))\nnothing_of_that_name"),
        new_code_cell(CHECK.replace("4", "5")),
        new_code_cell("expect.overview()"),
    ]
    path = write(tmp_path, "step_02", notebook)
    before = path.read_bytes()
    right, stopped, wrong, overview = run(path)
    assert right == Said("✓ It doubles: looks right", True)
    assert stopped.right is False
    assert stopped.text.startswith("✗ Cell 6 stopped: `import os`, NameError: name 'nothing_of_that_name'")
    assert wrong.right is False
    assert wrong.text.splitlines()[0].startswith("✗ It doubles")
    assert overview.right is None
    assert "0 of 1" in overview.text
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_cell_without_end_and_a_kernel_that_ends_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CELL_LIMIT", 2)
    notebook = lesson("t")
    notebook.cells = [new_code_cell("while True:\n    pass")]
    [said] = run(write(tmp_path, "step_02", notebook))
    assert said == Said("✗ Cell 1 ran for 2 seconds, and was stopped.", False)
    notebook.cells = [new_code_cell("import os\nos._exit(1)")]
    [said] = run(write(tmp_path, "step_03", notebook))
    assert said == Said("✗ In cell 1 the notebook's kernel ended.", False)


def test_where_no_kernel_starts_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(self: NotebookClient, **kwargs: object) -> None:
        raise RuntimeError("Kernel didn't respond in 60 seconds")

    monkeypatch.setattr(NotebookClient, "setup_kernel", nothing)
    with pytest.raises(NoLesson, match="no kernel starts here: Kernel didn't respond"):
        list(run(write(tmp_path, "step_02", lesson("t"))))
