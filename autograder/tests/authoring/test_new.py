"""A new assignment: a teacher who follows the page to the letter gets there, and what cannot be is refused."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder import settings
from autograder.authoring.build import build
from autograder.authoring.new import new
from autograder.authoring.verify import verify
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.notebooks import nbgrader_of
from autograder.tests.small import ROOT, make_course, rewrite

PAGE = ROOT / "source" / "README.md"


@pytest.fixture
def empty(tmp_path: Path) -> Course:
    """A course without any assignment, as beside a clone's."""
    root = tmp_path / "course"
    root.mkdir()
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    return Course(root)


# --- the page ----------------------------------------------------------------------------------------------------


class Teacher:
    """Does what the page says in a course's folder: runs its commands, makes its edits, looks for what it shows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output, self.status = folder, "", 0

    def follow(self, page: str) -> None:
        """Take the blocks one by one; an edit belongs into the file that the text before it named last."""
        for before, kind, text in blocks(page):
            if kind == "text":
                self._see(text)
                continue
            assert self.status == 0, f"the page shows no error, but there is one:\n{self.output}"
            if kind == "sh":
                self._run(text)
                continue
            path = self.folder / re.findall(r"`([\w/]+\.(?:py|ipynb))`", before)[-1]
            if kind == "diff":
                edit(path, text)
            elif path.suffix == ".py":
                path.write_text(text)
            else:
                fill_in(path, text)

    def _run(self, commands: str) -> None:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.output = ""
        for command in commands.splitlines():
            assert self.status == 0, self.output
            words = shlex.split(command)
            if words[0] == "autograder":  # in this process, whose warm parent all commands can share
                result = CliRunner().invoke(main, ["--course", str(self.folder), *words[1:]], env={"COLUMNS": "120"})
                assert isinstance(result.exception, (SystemExit, type(None))), result.exception
                self.output, self.status = self.output + result.output, result.exit_code
            else:
                done = subprocess.run(words, cwd=self.folder, env=os.environ | {"PATH": path}, capture_output=True)
                assert done.returncode == 0, done.stderr.decode()

    def _see(self, text: str) -> None:
        seen = [" ".join(line.replace("│", " ").split()) for line in self.output.splitlines()]
        for line in text.splitlines():
            assert any(line in one for one in seen), f"{line!r} is not in\n{self.output}"
        assert (self.status != 0) == ("Error:" in text)
        self.status = 0


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """The code blocks: the text before each, back to the last one, its kind, its content."""
    parts = re.split(r"^```(\w+)\n(.*?)^```\n", page, flags=re.MULTILINE | re.DOTALL)
    yield from zip(parts[0::3], parts[1::3], parts[2::3], strict=False)


def edit(path: Path, diff: str) -> None:
    lines = diff.splitlines()
    old, new = ("\n".join(line[1:] for line in lines if line[0] in signs) for signs in ("- ", "+ "))
    rewrite(path, old, new)


def fill_in(path: Path, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    assert "raise NotImplementedError()" in task.source
    task.source = source
    nbformat.write(notebook, path)


def test_the_page_leads_to_a_graded_submission(empty: Course) -> None:
    teacher = Teacher(empty.root)
    teacher.follow(PAGE.read_text())
    assert teacher.status == 0, teacher.output

    assert {path.name for path in empty.root.glob("solutions/cold_store/wrong/*.py")} > {"noise_is_learned.py"}
    feedback = (empty.root / "feedback" / "ada" / "cold_store" / "cold_store.html").read_text()
    assert "How good the thermometer is stands in the text." in feedback
    from nbgrader.api import Gradebook

    with Gradebook(settings.of(empty).db_url) as gradebook:
        submission = gradebook.find_submission("cold_store", "ada")
        assert (submission.score, submission.max_score, submission.needs_manual_grade) == (3.0, 5.0, False)


def test_the_page_names_every_command_and_file_as_it_is() -> None:
    page = PAGE.read_text()
    assert [kind for _, kind, _ in blocks(page)].count("sh") >= 4
    for command in re.findall(r"`?autograder (\w+)", page):
        assert command in main.commands, command
    assert len(re.findall(r"^### \d", page, flags=re.MULTILINE)) == 4
    assert sum(map(int, re.findall(r"\((\d+) minutes\)", page))) == 15


@pytest.mark.slow
def test_the_template_gets_what_it_must_under_every_variant(empty: Course) -> None:
    new(empty, "fresh", "Fresh")
    course = Course(empty.root)
    build(course, ["fresh"], print)
    assert [finding for finding in verify(course.assignment("fresh"), all_variants=True) if finding.faults] == []


# --- what new writes ---------------------------------------------------------------------------------------------


def test_every_file_bears_the_name_and_the_title_stands_in_the_notebook(empty: Course) -> None:
    written = new(empty, "step_99", 'Bikes & "buses" at 100 % \\o/')
    assert all(path.is_file() for path in written)
    course = Course(empty.root)
    assert course.graders == course.root / "autograder" / "graders"
    assignment = course.assignment("step_99")
    assert assignment.master.cells[0].source.startswith('# Bikes & "buses" at 100 % \\o/\n')
    assert (len(assignment.right), len(assignment.wrong), len(assignment.graded)) == (3, 2, 2)
    assert assignment.graders in written
    for path in written:
        assert not re.search("NAME|TITLE", path.read_text()), path


@pytest.mark.parametrize(
    "name", ["", "a b", "../up", "1st", "cold-store", "cold.store", "küche", ".hidden", "a/b", "-x"]
)
def test_a_bad_name_is_refused(empty: Course, name: str) -> None:
    with pytest.raises(CourseError, match="cannot name an assignment"):
        new(empty, name, "Title")
    assert {path.name for path in empty.root.iterdir()} == {"nbgrader_config.py", "pyproject.toml"}


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "a\ttab"])
def test_a_bad_title_is_refused(empty: Course, title: str) -> None:
    with pytest.raises(CourseError, match="the title must be one line"):
        new(empty, "fresh", title)


@pytest.mark.parametrize(
    "left", ["solutions/fresh", "source/fresh", "release/fresh", "autograder/graders/test_fresh.py"]
)
def test_what_is_there_is_not_touched(empty: Course, left: str) -> None:
    (empty.root / left).mkdir(parents=True)
    before = sorted(empty.root.rglob("*"))
    with pytest.raises(CourseError, match=f"{left} is there already"):
        new(Course(empty.root), "fresh", "Fresh")
    assert [path for path in sorted(empty.root.rglob("*")) if path.is_file()] == [p for p in before if p.is_file()]


def test_the_templates_own_words_may_stand_in_a_title_and_a_name(empty: Course) -> None:
    new(empty, "TITLE_1", "What is in a NAME?")
    assert Course(empty.root).assignment("TITLE_1").master.cells[0].source.startswith("# What is in a NAME?\n")


def test_beside_other_assignments_only_new_files_are_written(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    written = new(course, "fresh", "Fresh")
    after = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    assert set(after) - set(before) == set(written)
    assert {path: after[path] for path in before} == before


def test_a_course_that_borrows_the_kits_graders_does_not_lose_them(empty: Course) -> None:
    shutil.copytree(ROOT / "solutions" / "step_01", empty.root / "solutions" / "step_01")
    with pytest.raises(CourseError, match=r"such as .*test_step_01\.py, are the kit's own"):
        new(empty, "fresh", "Fresh")
    assert not (empty.root / "autograder").exists()


def test_the_command_says_it_in_one_sentence(empty: Course) -> None:
    result = CliRunner().invoke(main, ["--course", str(empty.root), "new", "a b", "Title"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: 'a b' cannot name an assignment")
    assert len(result.output.splitlines()) == 1
