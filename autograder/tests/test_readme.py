"""The pages for people: every lesson is in the table, every command that a page names is there, every link leads on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.authoring.handout import in_order, lesson_in
from autograder.cli import main
from autograder.course import Course

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("autograder/*/README.md")})


def test_the_table_of_lessons_is_that_of_the_notebooks():
    course = Course(ROOT)
    lessons = in_order(lesson_in(course.assignment(name)) for name in course.names())
    wanted = [(f"`{lesson.name}`", lesson.title, lesson.minutes) for lesson in lessons]
    rows = re.findall(r"^\| (`\w+`) \| (.+?) \| (\d+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert rows == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_options_and_links_of_a_page_are_there(page):
    text = page.read_text()
    for name, rest in re.findall(r"(?:`|^ {4}|&& |- run: )autograder ([a-z]+)([^`\n#&]*)", text, re.MULTILINE):
        assert name in main.commands, name
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (name, rest)
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), link
    assert not re.findall(r"!\[\s*\]", text), "a picture without a text"
    for path in re.findall(r"(?:pytest[^`\n]* )(autograder/tests/\S+\.py)", text):
        assert (ROOT / path).is_file(), path


def test_the_tests_behind_the_promises_are_there():
    tests = {path.name: path.read_text() for path in (ROOT / "autograder" / "tests").rglob("*.py")}
    promises = (ROOT / "autograder" / "README.md").read_text().partition("## The threat model")[2]
    file = ""
    for named, name in re.findall(r"`(?:(test_\w+\.py))?(?:::)?(\w+)?`", promises):
        if not named and not name.startswith(("test_", "Test")):
            continue
        file = named or file
        assert file in tests, file
        if name:
            text = tests[file] if named else "".join(tests.values())
            assert re.search(rf"(def|class) {name}\b", text), f"{file}::{name}"
