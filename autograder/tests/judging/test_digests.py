"""Digests: an edit in each folder of the package makes stale what depends on that folder, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import PACKAGE, Course
from autograder.judging.digests import ANSWERING, GRADING, grade_digest, records_digest, rooms_digest
from autograder.tests.small import GRADERS, MASTER, WRONG, assignment, make_course

ROOMS = ("probes", "expect", "show", "child", "subject", "judging", "desk", "authoring", "classroom")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package that a test may edit."""
    ignored = shutil.ignore_patterns("tests", "graders", "templates", "__pycache__")
    return shutil.copytree(PACKAGE, tmp_path / "autograder", ignore=ignored)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def stale_after(package: Path, edited: Path, text: str) -> set[str]:
    def digests() -> dict[str, str]:
        return {"record": rooms_digest(ANSWERING, package), "grade": rooms_digest(GRADING, package, ground=True)}

    before = digests()
    edited.write_text(text)
    return {what for what, digest in digests().items() if digest != before[what]}


ALL, NOTHING = {"record", "grade"}, set()
STALE = {"probes": ALL, "child": ALL, "authoring": NOTHING, "desk": NOTHING}
STALE |= {room: {"grade"} for room in ("expect", "show", "subject", "judging", "classroom")}


def test_every_folder_of_the_package_is_spoken_of():
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert folders - {"tests", "graders"} == set(ROOMS) == set(STALE)


@pytest.mark.parametrize("room", ROOMS)
def test_an_edit_in_a_folder_makes_stale_what_depends_on_it(package, room):
    for path in sorted((package / room).glob("*.py")):
        assert stale_after(package, path, path.read_text() + "\nX = 1\n") == STALE[room], path.name
    assert stale_after(package, package / room / "fresh.py", "X = 1\n") == STALE[room], "a new module counts as well"


def test_an_edit_of_the_ground_makes_grades_stale(package):
    for name in ("course.py", "notebooks.py"):
        path = package / name
        assert stale_after(package, path, path.read_text() + "\nX = 1\n") == {"grade"}


def test_a_pass_made_worth_half_in_the_judge_regrades_everybody(package):
    path = package / "judging" / "verdicts.py"
    text = path.read_text()
    assert "Verdict(Status.PASSED, 1.0)" in text
    assert stale_after(package, path, text.replace("Verdict(Status.PASSED, 1.0)", "Verdict(Status.PASSED, 0.5)")) == {
        "grade"
    }


def test_a_grades_digest_names_everything_of_an_assignment_that_a_grade_depends_on(course):
    def digests() -> tuple[str, str]:
        one = assignment(course)
        return grade_digest(one), records_digest(one)

    first = digests()
    assert digests() == first
    seen = {first[0]}
    for path, text in (
        (course.graders / "test_small.py", GRADERS + '\nPROP = probes.Prop("small", "x")\n'),
        (course.graders / "props" / "small.py", "x = 1\n"),
        (assignment(course).script, MASTER.replace("2 * x", "x + x")),
        (course.root / "solutions" / "small" / "wrong" / "a_square.py", WRONG.replace("Your function", "Your program")),
    ):
        path.write_text(text)
        seen.add(digests()[0])
    assert len(seen) == 5


def test_a_record_depends_on_the_props_that_the_graders_name_and_on_no_other(course):
    props, graders = course.graders / "props", course.graders / "test_small.py"
    for name in ("small", "smaller", "other"):
        (props / f"{name}.py").write_text("x = 0\n")
    graders.write_text(GRADERS + '\nSMALLER = probes.Prop("smaller", "x")  # not other, nor small\n')
    assert [path.stem for path in assignment(course).named_props] == ["smaller"]
    before = records_digest(assignment(course))
    for name, same in (("small", True), ("other", True), ("smaller", False)):
        (props / f"{name}.py").write_text("x = 2\n")
        assert (records_digest(assignment(course)) == before) is same, name


@pytest.mark.parametrize("text", ["FILE = 'small'\nX = probes.Prop(FILE, 'x')\n", "def", "X = Prop()\n"])
def test_where_the_graders_do_not_tell_which_prop_all_count(course, text):
    (course.graders / "props" / "other.py").write_text("x = 0\n")
    (course.graders / "test_small.py").write_text(text)
    assert "other" in [path.stem for path in assignment(course).named_props]
