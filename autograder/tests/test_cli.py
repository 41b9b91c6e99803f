"""The command: what it says of itself, what it says to a slip, and what it leaves for other programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import nbformat
import pytest
from click.testing import CliRunner, Result

from autograder.classroom import run
from autograder.cli import main
from autograder.course import Course, meant
from autograder.notebooks import nbgrader_of

BIN = Path(sys.executable).parent
RIGHT = "def double(x):\n    return x + x\n"


def said(result: Result) -> str:
    return " ".join(result.output.split())


def autograder(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """The small course with Ada and Ben in it."""
    course = Course(Path(shutil.copytree(built.root, tmp_path / "course")))
    for student in ("ada", "ben"):
        notebook = course.assignment("small").released()
        for cell in notebook.cells:
            if nbgrader_of(cell).get("solution"):
                cell.source = RIGHT
        path = course.root / "submitted" / student / "small" / "small.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return course


# --- what it says of itself ---------------------------------------------------------------------------------------


def test_the_list_of_commands_has_whole_descriptions():
    text = said(autograder("--help"))
    for name, command in main.commands.items():
        first = " ".join((command.help or "").split("\n\n")[0].split())
        assert first.endswith("."), name
        assert f"{name} {first}" in text


def test_every_option_is_described():
    for name, command in main.commands.items():
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        assert [option.name for option in options if not option.help] == [], name


def test_without_a_word_it_lists_its_commands():
    assert "Commands:" in autograder().output


def test_it_says_its_version():
    assert said(autograder("--version")) == f"autograder, version {version('pyro-autograder')}"


# --- slips --------------------------------------------------------------------------------------------------------


def test_a_slip_is_answered_with_what_was_meant(course):
    assert "Did you mean 'grade'?" in said(autograder("grad", "small"))
    assert "--jobs" in said(autograder("grade", "small", "--job", "2"))
    for command in ("verify", "build", "report", "grade"):
        result = autograder("--course", course.root, command, "smal")
        assert result.exit_code != 0
        assert "did you mean small?" in said(result), command


@pytest.mark.parametrize(
    ("word", "wanted"), [("step_3", "step_03"), ("step03", "step_03"), ("Step_13", "step_13"), ("x", "")]
)
def test_a_nought_more_or_less_is_no_other_name(word, wanted):
    words = meant(word, ["step_03", "step_13", "step_20"])
    assert words == (f"; did you mean {wanted}?" if wanted else "")


def test_outside_a_course_it_says_how_to_get_into_one(tmp_path):
    text = said(autograder("--course", tmp_path, "verify"))
    assert "go to the course with `cd`" in text
    assert "`autograder --course FOLDER`" in text


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("autograder verify s", ["plain,small"]),
        ("autograder report s", ["plain,small"]),
        ("autograder diff x", []),
        ("autograder grade sm", ["plain,small", "file,sm"]),
        ("autograder ver", ["plain,verify"]),
    ],
)
def test_a_shell_completes_names(course, line, wanted):
    words = {"_AUTOGRADER_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    made = subprocess.run(
        [BIN / "autograder"], cwd=course.root, env=os.environ | words, capture_output=True, text=True, check=True
    )
    assert made.stdout.split() == wanted


# --- one student --------------------------------------------------------------------------------------------------


def test_one_student_is_graded_alone(course):
    result = autograder("--course", course.root, "grade", "small", "--student", "ben")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (course.root / "autograded").iterdir()) == ["ben"]
    result = autograder("--course", course.root, "grade", "small", "--student", "bem")
    assert result.exit_code == 2
    assert "nothing of bem's is among these submissions; did you mean ben?" in said(result)


# --- for other programs -------------------------------------------------------------------------------------------


def results_of(path: Path) -> str:
    data = json.loads(path.read_text())
    assert data["score"] == 0.0
    assert isinstance(data["tests"], list)
    return data["output"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["grade", "nothing"], "nothing is neither an assignment"),
        (["grade", "small"], "--gradescope is for one submission, and these are 2"),
        (["grade", "small", "--jobs", "none"], "--jobs"),
        (["grade", "small", "--no-such-option"], "--no-such-option"),
        (["grade"], "TARGETS"),
        (["grate", "small"], "No such command"),
    ],
    ids=["no target", "two", "a bad value", "an unknown option", "nothing named", "an unknown command"],
)
@pytest.mark.parametrize("joined", [False, True], ids=["a word", "an equals sign"])
def test_gradescopes_results_are_there_whatever_goes_wrong(course, tmp_path, arguments, word, joined):
    path = tmp_path / "results.json"
    option = [f"--gradescope={path}"] if joined else ["--gradescope", str(path)]
    result = autograder("--course", course.root, *arguments, *option)
    assert result.exit_code == 2
    assert word in results_of(path)


def test_gradescopes_results_say_of_a_fault_of_the_kits_only_what_kind_it_was(course, tmp_path, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(run, "grade", broken)
    path = tmp_path / "results.json"
    result = autograder("--course", course.root, "grade", "small", "--student", "ada", "--gradescope", path)
    assert isinstance(result.exception, KeyError)
    assert "grading stopped with KeyError" in results_of(path)
    assert "secret" not in path.read_text()


@pytest.mark.parametrize("signs", ["ascii", "iso-8859-1"])
def test_a_terminal_without_the_signs_gets_plain_ones_and_the_files_are_written(course, tmp_path, signs):
    """In a POSIX locale, and with Python kept from taking UTF-8 for it: as in a container, or in an old profile."""
    path = tmp_path / "rows.json"
    odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": signs}
    command = [BIN / "autograder", "--course", course.root, "grade", "small", "--json", path]
    made = subprocess.run(command, env=os.environ | odd, capture_output=True, check=False)
    text = made.stdout.decode(signs)
    assert made.returncode == 0, made.stderr.decode(errors="replace")
    assert re.search(r"ada\s.*2/2\s.*\+", text), text
    assert "+ passed  x not passed" in text
    assert [row["score"] for row in json.loads(path.read_text())["submissions"]] == [2.0, 2.0]
