"""Several instructors of one group, and folders that cannot be written: a sentence first, and nothing is removed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import settings
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.cli import main
from autograder.course import Course
from autograder.tests.classroom.test_run import RIGHT, folders, hand_in

GROUPSHARED = "\nc.CourseDirectory.groupshared = True\n"


@pytest.fixture(scope="module")
def once(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A graded course of one instructor."""
    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("shared") / "course")))
    hand_in(course, "ada", RIGHT)
    assert [graded.score for graded in grade_class(course, find(course, "small"))] == [2.0]
    return course


@pytest.fixture
def course(once: Course, tmp_path: Path) -> Course:
    return Course(shutil.copytree(once.root, tmp_path / "course"))


def test_in_a_groupshared_course_the_group_may_use_all_that_the_kit_keeps(course: Course) -> None:
    config = course.root / "nbgrader_config.py"
    assert not [path for path in course.private.rglob("*") if path.name == "key" and path.stat().st_mode & 0o077]
    config.write_text(config.read_text() + GROUPSHARED)
    shared = Course(course.root)
    settings.of(shared)
    shared.make_key()  # as `autograder build` does
    hand_in(shared, "ben", "import os\nos.abort()\n")
    before = os.umask(0o077)
    try:
        list(grade_class(shared, find(shared, "small"), again=True))
    finally:
        os.umask(before)
    kept = [shared.private, *shared.private.rglob("*")]
    assert {"key", "grading.lock", "records.sqlite", "ada.json", "ben.json"} <= {path.name for path in kept}
    for path in kept:
        mode, needed = path.stat().st_mode, 0o2070 if path.is_dir() else 0o060
        assert mode & needed == needed, f"{path.name} has {stat.filemode(mode)}"
    assert not shared.private.stat().st_mode & 0o007


def by_nbgrader(course: Course) -> str:
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "small", "--force"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stdout + done.stderr


def by_the_kit(course: Course) -> str:
    result = CliRunner().invoke(main, ["--course", str(course.root), "grade", "small", "--again"])
    assert result.exit_code == 2
    return result.output


@pytest.mark.parametrize("command", [by_nbgrader, by_the_kit])
@pytest.mark.parametrize(
    ("gone", "told"),
    [("release/small/small.ipynb", "has no release notebook yet"), (".autograder/key", "has no key yet")],
)
def test_nothing_is_removed_before_it_can_be_replaced(course: Course, command, gone: str, told: str) -> None:
    before = folders(course)
    (course.root / gone).unlink()
    text = " ".join(command(course).split())
    assert told in text
    assert "Traceback" not in text
    assert folders(course) == before != {}


def test_a_key_of_another_user_is_told_with_the_way_out(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_yours(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    before = folders(course)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", not_yours)  # root may read everything
        text = " ".join(by_the_kit(course).split())
    assert "key cannot be read: it is another user's" in text
    assert "set CourseDirectory.groupshared to True" in text
    assert folders(course) == before


# where nothing can be written

READ_ONLY = """
import functools
import json
import operator
import sys
from click.testing import CliRunner
from landlockpy import AccessFS, Ruleset
from autograder.cli import main

course, scratch, *commands = sys.argv[1:]
look = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
with Ruleset() as rules:
    rules.allow_path("/", look)
    for place in (scratch, "/dev"):
        rules.allow_path(place, functools.reduce(operator.or_, AccessFS))
    rules.restrict()
said = {}
for command in commands:
    result = CliRunner().invoke(main, ["--course", course, *command.split()])
    said[command] = [result.exit_code, result.output, repr(result.exception)]
print(json.dumps(said))
"""


def test_where_nothing_can_be_written_each_command_says_so_in_a_sentence(course: Course, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir(mode=0o777)
    output = course.root / "rows.json"
    commands = ["build small", "grade small --again", "report small", "verify small"]
    commands += [f"demo {course.root / 'demo'}", "new other Other", f"grade small --json {output}"]
    environment = os.environ | {"TMPDIR": str(scratch), "HOME": str(scratch), "MPLCONFIGDIR": str(scratch)}
    line = [sys.executable, "-c", READ_ONLY, str(course.root), str(scratch), *commands]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    for command, (code, text, error) in said.items():
        assert "Traceback" not in text, command
        assert error.startswith("SystemExit("), f"{command}: {error}"
        assert "cannot be" in text or "could not" in text, f"{command}: {text}"
        assert code == 2 if command.startswith("grade") else code in (1, 2), f"{command}: {text}"
    assert not output.exists()
