"""The student's command, as it is called: check, progress, hint."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import main as instructors
from autograder.desk import command
from autograder.desk import kernel as running
from autograder.desk.command import main
from autograder.desk.kernel import Said
from autograder.tests.desk.made import RIGHT, lesson, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two lessons, the first done, in the folder where the command is called."""
    write(tmp_path, "step_02", lesson("Second", RIGHT, "✓ It doubles: looks right"))
    write(tmp_path, "step_03", lesson("Third", needs="step_02"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command.hints.click, "get_app_dir", lambda name: str(tmp_path / ".data"))
    monkeypatch.setattr(command.console, "width", 200)
    return tmp_path


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def ran(monkeypatch: pytest.MonkeyPatch, *said: Said) -> list[Path]:
    """In place of kernels: what each run says, and which notebooks were run."""
    paths: list[Path] = []

    def run(path: Path) -> Iterator[Said]:
        paths.append(path)
        return iter(said)

    monkeypatch.setattr(running, "run", run)
    return paths


def test_progress_names_what_to_open_next(folder: Path) -> None:
    code, output = call("progress")
    assert code == 0
    rows = [line.split() for line in output.splitlines() if "25" in line]
    assert rows == [
        ["done", "Second", "1", "of", "1", "1", "of", "1", "25"],
        ["Third", "0", "of", "1", "0", "of", "1", "25"],
    ]
    assert "1 of 2 lessons done.\nNext: step_03/step_03.ipynb" in output


def test_what_is_begun_comes_before_what_is_not(folder: Path) -> None:
    write(folder, "step_09", lesson("Ninth", RIGHT, "✗ It doubles: wrong value"))
    assert "Next: step_09/step_09.ipynb" in call("progress")[1]


def test_hints_come_one_by_one(folder: Path) -> None:
    first, second = (call("hint", "step_03/step_03.ipynb", "double")[1] for _ in range(2))
    assert first == "Hint 1 of 2\nTwice is not a square.\n"
    assert second.startswith("Hint 2 of 2\nAdd it to itself:")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hint", "step_03/step_03.ipynb", "nothing"), "has no task nothing"),
        (("progress", "step_03/.."), "lessons done"),
        (("check", "nowhere.ipynb"), "there is no file nowhere.ipynb"),
        (("check", "empty"), "there is no notebook in"),
        (("progress", "empty"), "there are no lessons in empty"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    (folder / "empty").mkdir()
    code, output = call(*arguments)
    assert said in " ".join(output.split())
    assert (code == 0) == (said == "lessons done")


def test_check_fails_where_a_check_does_not_look_right(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ran(monkeypatch, Said("✓ It doubles: looks right", True), Said("○ Checks: 1 of 1", None))
    code, output = call("check")
    assert code == 0
    assert "✓ It doubles: looks right" in output
    assert [path.stem for path in paths] == ["step_02", "step_03"]
    ran(monkeypatch, Said("✗ It doubles: wrong value\n  Where to look: there.", False))
    code, output = call("check", "step_03")
    assert code == 1
    assert "Where to look: there." in output


def test_check_goes_on_with_what_was_saved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ran(monkeypatch, Said("✓ a", True))
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            path = folder / "step_03" / "step_03.ipynb"
            nbformat.write(lesson("Third", RIGHT), path)
        if len(waits) > 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(command.time, "sleep", sleep)
    code, _ = call("check", "--watch")
    assert code == 1  # as click ends what Ctrl+C stops
    assert [path.stem for path in paths] == ["step_02", "step_03", "step_03"]


def test_instructors_have_the_same_commands() -> None:
    assert set(main.commands) <= set(instructors.commands)


def test_nothing_that_takes_seconds_is_imported_for_it() -> None:
    code = "import sys, autograder.desk.command as c; print(sorted({'torch','nbformat','nbclient'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
