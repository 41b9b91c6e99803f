"""Names that others chose command no terminal, close no markup of rich's, and are no formula of a spreadsheet."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.progress import Progress

from autograder import cli
from autograder.classroom import printed
from autograder.course import Course
from autograder.judging.graded import Graded
from autograder.tests.classroom.test_run import RIGHT, hand_in

EVIL = "a\x1b[2Jb\x9bc\u202ed[/nothing][bold]\x07"


@pytest.mark.parametrize("clean", [printed.harmless, printed.in_one_line, printed.in_markup])
def test_what_commands_a_terminal_goes(clean) -> None:
    text = clean(f"{EVIL}\nb")
    assert not {c for c in text if not c.isprintable()} - {"\n"}
    assert ("\n" in text) == (clean is printed.harmless)
    assert "Ü ∑ 🎲" in clean("Ü ∑ 🎲")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@sum(1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert printed.in_table(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "ada", "-1.5", "+2", "1=1", "nan"])
def test_numbers_and_other_text_stay_as_they_are(text: str) -> None:
    assert printed.in_table(text) == text


def test_the_progress_line_shows_a_name_as_it_may_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    real = Progress.update

    def update(self: Progress, task, **fields) -> None:
        real(self, task, **fields)
        shown.append(str(self.columns[0].render(self.tasks[0])))  # raises where rich reads markup in a name

    monkeypatch.setattr(Progress, "update", update)
    cli._progress([Graded("small", EVIL)], 1)
    assert "[/nothing][bold]" in shown[0]
    assert "\x1b" not in shown[0]


def test_a_log_line_is_cleaned_with_its_traceback() -> None:
    formatter = printed.HarmlessFormatter("%(name)s: %(message)s")
    try:
        raise ValueError(EVIL)
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.INFO, "", 0, "%s is here", (EVIL,), told)
    text = formatter.format(record)
    assert "is here" in text
    assert "ValueError" in text
    assert "\x1b" not in text
    assert "\x9b" not in text


@pytest.fixture(scope="module")
def graded(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("printed") / "course")))
    hand_in(course, "ada", RIGHT)
    hand_in(course, "=1+1", RIGHT)
    return course


def test_a_command_of_ours_and_its_log_print_no_escape(graded: Course, tmp_path: Path) -> None:
    shutil.copytree(graded.root, tmp_path / "course")
    folder = tmp_path / "loose"
    (folder / "e\x1b[2J[").mkdir(parents=True)
    shutil.copy(graded.root / "submitted" / "ada" / "small" / "small.ipynb", folder / "e\x1b[2J[" / "b].ipynb")
    (folder / "x\x1b[2J.ipynb").write_text("no notebook")
    arguments = ["--course", str(tmp_path / "course"), "grade", str(folder)]
    done = CliRunner().invoke(cli.main, arguments)
    assert isinstance(done.exception, SystemExit), "only for what is no notebook"
    assert done.exit_code == 1
    assert "2/2" in done.output
    assert "\x1b[2J" not in done.output
    done = CliRunner().invoke(cli.main, ["--course", str(tmp_path / "course"), "grade", "no\x1b[2J"])
    assert done.exit_code == 2
    assert "\x1b" not in done.output


def test_nbgraders_own_log_is_cleaned_while_it_grades_and_collects() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s: %s", (EVIL, "b"), None)
    assert printed.HARMLESS_RECORDS.filter(record)
    assert "\x1b" not in record.getMessage()
    assert record.getMessage().endswith(": b")
