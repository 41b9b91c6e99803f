"""nbgrader's settings decide here as they do in nbgrader: `autograder grade NAME` is `nbgrader autograde NAME`."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderApp

from autograder import settings
from autograder.classroom import results
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.tests.classroom.test_run import RIGHT, WRONG

DUE = datetime(2026, 11, 20, 12)
SLOW = "import time\ntime.sleep(3)\n" + RIGHT
PENALTY = """from nbgrader.plugins import BasePlugin


class HalfAPoint(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5
"""


@dataclass
class Place:
    """A course, and the folder of the user-level configuration that it is graded with."""

    course: Course
    user: Path

    def configure(self, text: str, user: bool = False) -> None:
        """Add lines to the course's configuration, or to the user's."""
        path = (self.user if user else self.course.root) / "nbgrader_config.py"
        before = path.read_text() if path.exists() else "c = get_config()\n"
        path.write_text(f"{before}\n{text}\n")


@pytest.fixture(scope="module")
def dated(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course with a date on which it is due."""
    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("settings") / "course")))
    with Gradebook(settings.of(course).db_url, "pyro") as book:
        book.find_assignment("small").duedate = DUE
        book.db.commit()
    return course


@pytest.fixture
def copy(dated: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Place]:
    """Makes copies of the built course, each with a user's configuration of its own."""

    def make(name: str) -> Place:
        root = shutil.copytree(dated.root, tmp_path / name / "course")
        place = Place(Course(root), tmp_path / name / "user")
        place.user.mkdir()
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(place.user))
        return place

    return make


def hand_in(course: Course, student: str, source: str, stamp: datetime | None = None) -> None:
    import nbformat

    notebook = nbformat.read(next(course.root.rglob("release*/small/small.ipynb")), as_version=4)
    [task] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    task.source = source
    folder = course.place("submitted", "small", student)
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "small.ipynb")
    if stamp:
        (folder / "timestamp.txt").write_text(f"{stamp:%Y-%m-%d %H:%M:%S} UTC")


def db_elsewhere(place: Place) -> None:
    (place.course.root / "kept").mkdir()
    (place.course.root / "gradebook.db").rename(place.course.root / "kept" / "scores.db")
    place.configure(f"c.CourseDirectory.db_url = 'sqlite:///{place.course.root}/kept/scores.db'")


def db_elsewhere_by_its_old_name(place: Place) -> None:
    db_elsewhere(place)
    text = (place.course.root / "nbgrader_config.py").read_text()
    (place.course.root / "nbgrader_config.py").write_text(text.replace("c.CourseDirectory.db_url", "c.NbGrader.db_url"))


def relative_db(place: Place) -> None:
    (place.course.root / "gradebook.db").rename(place.course.root / "scores.db")
    place.configure("c.CourseDirectory.db_url = 'sqlite:///scores.db'")


def submitted_elsewhere(place: Place) -> None:
    place.configure("c.CourseDirectory.submitted_directory = 'handed_in'")


def release_elsewhere(place: Place) -> None:
    (place.course.root / "release").rename(place.course.root / "released")
    place.configure("c.CourseDirectory.release_directory = 'released'")


def by_assignment(place: Place) -> None:
    (place.course.root / "release").rename(place.course.root / "now")
    for path in place.course.root.glob("now/*"):
        path.rename(path.with_name("tmp"))
        (place.course.root / "release" / path.name).mkdir(parents=True)
    shutil.copytree(place.course.root / "now" / "tmp", place.course.root / "release" / "small", dirs_exist_ok=True)
    place.configure("c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'")


def autograded_elsewhere(place: Place) -> None:
    place.configure("c.CourseDirectory.autograded_directory = 'graded'")


def users_time_limit(place: Place) -> None:
    place.configure("c.Execute.timeout = 1", user=True)


def users_penalty(place: Place) -> None:
    place.configure("c.LateSubmissionPlugin.penalty_method = 'zero'", user=True)


def penalty_in_the_courses_folder(place: Place) -> None:
    (place.course.root / "late_by_half.py").write_text(PENALTY)
    place.configure("c.AssignLatePenalties.plugin_class = 'late_by_half.HalfAPoint'")


def nothing(place: Place) -> None:
    pass


CASES = [
    nothing,
    db_elsewhere,
    db_elsewhere_by_its_old_name,
    relative_db,
    submitted_elsewhere,
    release_elsewhere,
    by_assignment,
    autograded_elsewhere,
    users_time_limit,
    users_penalty,
    penalty_in_the_courses_folder,
]


def by_nbgrader(place: Place) -> None:
    """`nbgrader autograde small`, started in the course's folder."""
    app = NbGraderApp.instance()
    with contextlib.chdir(place.course.root), contextlib.suppress(NoStart):  # which says that a subcommand has ended
        try:
            app.initialize(["autograde", "small"])
            app.start()
        finally:
            app.reset()
            NbGraderApp.clear_instance()


def outcome(place: Place) -> tuple[list[tuple[object, ...]], set[str]]:
    """What gradebook and folders hold after grading."""
    query = """
        select submitted_assignment.student_id, base_cell.name, auto_score, manual_score, needs_manual_grade,
        late_submission_penalty from grade
        join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        join base_cell on grade.cell_id = base_cell.id order by 1, 2
    """
    [database] = [path for path in place.course.root.rglob("*.db") if path.stem in ("gradebook", "scores")]
    with contextlib.closing(sqlite3.connect(database)) as db:
        rows = db.execute(query).fetchall()
    root = place.course.root
    return rows, {str(path.relative_to(root)) for path in root.rglob("*") if ".autograder" not in path.parts}


@pytest.mark.parametrize("case", CASES, ids=[case.__name__ for case in CASES])
def test_both_commands_do_the_same(copy: Callable[[str], Place], case: Callable[[Place], None]) -> None:
    places = {name: copy(name) for name in ("nbgrader", "kit")}
    for place in places.values():
        case(place)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JUPYTER_CONFIG_DIR", str(place.user))
            settings.of(place.course)
            hand_in(place.course, "ada", RIGHT, DUE + timedelta(hours=1))
            hand_in(place.course, "ben", WRONG)
            hand_in(place.course, "cleo", SLOW if case is users_time_limit else RIGHT, DUE - timedelta(hours=1))
            if place is places["nbgrader"]:
                by_nbgrader(place)
            else:
                result = CliRunner().invoke(main, ["--course", str(place.course.root), "grade", "small", "--jobs", "1"])
                assert result.exit_code == 0, result.output
    ours, theirs = outcome(places["kit"]), outcome(places["nbgrader"])
    assert ours == theirs
    rows = {student: (score, late) for student, _, score, _, _, late in ours[0]}
    penalty = {users_penalty: 2.0, penalty_in_the_courses_folder: 0.5}.get(case)
    assert rows == {
        "ada": (2.0, penalty),
        "ben": (0.0, None),
        "cleo": (0.0 if case is users_time_limit else 2.0, None),
    }
    if penalty:
        assert f"{2 - penalty:g}/2" in result.output
        assert f"60 minutes late, {penalty:g} points off" in " ".join(result.output.split())


def test_a_due_date_moved_or_an_extension_given_is_a_change(copy: Callable[[str], Place]) -> None:
    place = copy("late")
    course = place.course
    place.configure("c.LateSubmissionPlugin.penalty_method = 'zero'")
    hand_in(course, "ada", RIGHT, DUE + timedelta(hours=3))
    hand_in(course, "ben", RIGHT, DUE + timedelta(hours=5))

    def graded() -> dict[str, tuple[float, bool]]:
        found = list(grade_class(course, find(course, "small")))
        with Gradebook(settings.of(course).db_url, "pyro") as book:
            for each in found:
                kept = book.find_submission("small", each.student)
                assert each.score == kept.score - kept.late_submission_penalty
        return {each.student: (each.score, each.unchanged) for each in found}

    def change(act: Callable[[Gradebook], None]) -> None:
        with Gradebook(settings.of(course).db_url, "pyro") as book:
            act(book)
            book.db.commit()

    def extend(book: Gradebook) -> None:
        book.find_submission("small", "ben").extension = timedelta(days=1)

    def move(book: Gradebook) -> None:
        book.find_assignment("small").duedate = DUE + timedelta(hours=4)

    assert graded() == {"ada": (0.0, False), "ben": (0.0, False)}
    assert graded() == {"ada": (0.0, True), "ben": (0.0, True)}
    change(extend)
    assert graded() == {"ada": (0.0, True), "ben": (2.0, False)}
    change(move)
    assert graded() == {"ada": (2.0, False), "ben": (2.0, False)}


def test_a_changed_plugin_is_a_change_and_a_score_by_hand_is_shown_and_waits(copy: Callable[[str], Place]) -> None:
    place = copy("plugin")
    plugin = place.course.root / "late_by_some.py"
    plugin.write_text(PENALTY)
    place.configure("c.AssignLatePenalties.plugin_class = 'late_by_some.HalfAPoint'")
    hand_in(place.course, "ada", RIGHT, DUE + timedelta(days=3))
    [first] = grade_class(place.course, find(place.course, "small"))
    assert (first.score, first.standing.penalty, first.standing.late, first.settled) == (1.5, 0.5, 259_200.0, True)
    plugin.write_text(PENALTY + "# changed\n")
    course = Course(place.course.root)
    [second] = grade_class(course, find(course, "small"))
    assert not second.unchanged
    with Gradebook(settings.of(course).db_url, "pyro") as book:
        grade = book.find_grade("double_value", "small", "small", "ada")
        grade.manual_score, grade.needs_manual_grade = 1.0, True
        book.db.commit()
    [third] = grade_class(course, find(course, "small"))
    assert (third.score, third.unchanged, third.settled) == (0.5, True, False)
    assert results.said(third) == ["double_value: 1 of 2 by hand, to be looked at again", "3 days late, 0.5 points off"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("c.CourseDirectory.root = '/tmp'", "says that this course lies in /tmp"),
        ("c.CourseDirectory.source_directory = 'masters'", "source_directory must stay 'source'"),
        ("this is no Python", "cannot be loaded"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_settings_that_do_not_work_here_are_a_sentence(copy: Callable[[str], Place], text: str, told: str) -> None:
    place = copy("odd")
    place.configure(text)
    with pytest.raises(CourseError, match=re.escape(told)):
        settings.find_course(place.course.root / "source")
    result = CliRunner().invoke(main, ["--course", str(place.course.root), "grade", "small"])
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output


def test_the_course_decides_whether_student_code_is_confined(copy: Callable[[str], Place]) -> None:
    place = copy("open")
    hand_in(place.course, "ada", RIGHT)
    place.configure("c.GradeNotebook.sandbox = 'none'")
    result = CliRunner().invoke(main, ["--course", str(place.course.root), "grade", "small"])
    assert "WITHOUT confinement" in result.output
    result = CliRunner().invoke(main, ["--course", str(place.course.root), "grade", "small", "--sandbox", "full"])
    assert "Student code ran confined" in result.output


def test_outputs_that_cannot_be_written_are_told_before_the_grading(copy: Callable[[str], Place]) -> None:
    place = copy("output")
    hand_in(place.course, "ada", RIGHT)
    for option in ("--json", "--junit", "--gradescope"):
        command = ["--course", str(place.course.root), "grade", "small", option, str(place.user / "none" / "out")]
        result = CliRunner().invoke(main, command)
        assert (result.exit_code, "cannot be written" in result.output) == (2, True)
    assert not (place.course.root / "autograded").exists()
