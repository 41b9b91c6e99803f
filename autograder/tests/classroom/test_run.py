"""A class at a time: one result whichever way it is graded, however often the run is killed, whoever dies in it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.classroom.results import summary
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader

BIN = Path(sys.executable).parent
RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return x * x\n"
SLOW = "import time\ntime.sleep(0.2)\ndef double(x):\n    return x * 3\n"
FAULTY = "import os\nos._exit(3)\n"


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of the small course with nobody in it."""
    shutil.copytree(built.root, tmp_path / "course")
    return Course(tmp_path / "course")


def hand_in(course: Course, student: str, source: str) -> Path:
    """Put a notebook with this answer into submitted/."""
    notebook = course.assignment("small").released()
    [task] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    task.source = source
    path = course.root / "submitted" / student / "small" / "small.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def a_class(course: Course, copies: int = 1) -> None:
    """Students with right and wrong answers, one whose process dies, one whose file is no notebook, one with files."""
    for copy in range(copies):
        for name, source in {"ada": RIGHT, "ben": WRONG, "cleo": SLOW, "dora": FAULTY}.items():
            hand_in(course, f"{name}{copy}", source)
        hand_in(course, f"emil{copy}", "from helper import double\n").with_name("helper.py").write_text(RIGHT)
        hand_in(course, f"finn{copy}", RIGHT).write_text("no notebook")


def gradebook(course: Course) -> list[tuple[str, str, float | None, bool]]:
    """What nbgrader's gradebook says of everybody's cells."""
    query = """
        select student.id, base_cell.name, grade.auto_score, grade.needs_manual_grade
        from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        join student on submitted_assignment.student_id = student.id
        join base_cell on grade.cell_id = base_cell.id order by 1, 2
    """
    with sqlite3.connect(course.root / "gradebook.db") as db:
        return db.execute(query).fetchall()


def folders(course: Course) -> dict[str, bytes]:
    """All files of autograded/, by name."""
    root = course.root / "autograded"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def grade(course: Course, **options: object) -> dict[str, Graded]:
    """Grade everybody, and give the rows by student."""
    rows = list(grade_class(course, find(course, "small"), **options))  # type: ignore[arg-type]
    assert len({row.student for row in rows}) == len(rows)
    return {row.student: row for row in rows}


def test_one_class_three_ways(course: Course, tmp_path: Path) -> None:
    a_class(course)
    ways = {name: Course(shutil.copytree(course.root, tmp_path / name)) for name in ("nbgrader", "one", "two")}
    command = [BIN / "nbgrader", "autograde", "small", "--create"]
    subprocess.run(command, cwd=ways["nbgrader"].root, capture_output=True, check=False)
    rows = {name: grade(ways[name], jobs=jobs) for name, jobs in (("one", 1), ("two", 2))}
    assert rows["one"] == rows["two"]
    assert [row.problem[:30] for row in rows["two"].values() if row.problem] == ["small.ipynb is not a notebook:"]
    scores = {student: score for student, _, score, _ in gradebook(ways["one"])}
    assert scores == {"ada0": 2.0, "ben0": 0.0, "cleo0": 0.0, "dora0": 0.0, "emil0": 2.0}
    # where there is no notebook at all, nbgrader alone leaves an empty row behind
    by_nbgrader = [row for row in gradebook(ways["nbgrader"]) if row[0] != "finn0"]
    assert by_nbgrader == gradebook(ways["one"]) == gradebook(ways["two"])
    assert folders(ways["nbgrader"]) == folders(ways["one"]) == folders(ways["two"])


def test_the_outcome_comes_first_and_the_hint_when_it_is_ready(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", WRONG)
    with monkeypatch.context() as patch:
        patch.setitem(Grader.__init__.__kwdefaults__, "patience", 0.0)
        rows = grade(course)
    assert [(row.score, row.hints_open) for row in rows.values()] == [(2.0, False), (0.0, True)]
    assert rows["ben"].outcomes[0].hint == ""
    assert "1 with hints still to come" in summary(list(rows.values()))
    before, rows = gradebook(course), grade(course)
    assert [(row.score, row.hints_open, row.unchanged) for row in rows.values()] == [
        (2.0, False, True),
        (0.0, False, False),
    ]
    assert rows["ben"].outcomes[0].hint.startswith("Your function multiplies")
    assert gradebook(course) == before
    assert all(row.unchanged for row in grade(course).values())


def test_with_two_jobs_the_writing_process_runs_no_submission(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    a_class(course)
    here = os.getpid()
    judge = Grader.grade

    def only_in_workers(self: Grader, *args: object, **kwargs: object) -> object:
        assert os.getpid() != here
        return judge(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Grader, "grade", only_in_workers)
    rows = grade(course, jobs=2)
    assert [student for student, row in rows.items() if row.problem] == ["finn0"]


def test_what_has_not_changed_is_not_run_again(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    a_class(course)
    first = grade(course)
    assert not any(row.unchanged for row in first.values())
    second = grade(course)
    assert {student for student, row in second.items() if not row.unchanged} == {"finn0"}  # was never graded
    assert {s: row.outcomes for s, row in second.items()} == {s: row.outcomes for s, row in first.items()}

    hand_in(course, "ben0", RIGHT)
    third = grade(course)
    assert {student for student, row in third.items() if not row.unchanged} == {"ben0", "finn0"}
    assert third["ben0"].score == 2.0

    (course.root / "submitted" / "emil0" / "small" / "helper.py").write_text(WRONG)
    shutil.rmtree(course.root / "autograded" / "ada0")
    assert {student for student, row in grade(course).items() if not row.unchanged} == {"ada0", "emil0", "finn0"}
    assert not any(row.unchanged for row in grade(course, again=True).values())

    (course.graders / "test_small.py").write_text((course.graders / "test_small.py").read_text() + "# another\n")
    assert not any(row.unchanged for row in grade(course).values())


def test_a_changed_gradebook_is_put_right(course: Course) -> None:
    a_class(course)
    grade(course)
    right = gradebook(course)
    with sqlite3.connect(course.root / "gradebook.db") as db:
        db.execute("update grade set auto_score = 2")
    rows = grade(course)
    assert {student for student, row in rows.items() if row.unchanged} == {"ada0", "emil0"}
    assert gradebook(course) == right


def test_two_runs_do_not_grade_one_course_at_once(course: Course) -> None:
    a_class(course)
    run = grade_class(course, find(course, "small"))
    with pytest.raises(CourseError, match="another run is grading"):
        grade_class(course, find(course, "small"))
    result = CliRunner().invoke(main, ["--course", str(course.root), "grade", "small"])
    assert result.exit_code == 2
    assert "another run is grading" in result.output
    assert len(list(run)) == 6
    assert len(grade(course)) == 6  # and it is free again


def killed_and_resumed(course: Course, kills: int, copies: int) -> None:
    a_class(course, copies)
    whole = Course(shutil.copytree(course.root, course.root.with_name("whole")))
    grade(whole, jobs=2)
    command = [BIN / "autograder", "grade", "small", "--jobs", "2"]
    rng, graded = random.Random(20_261_121), []
    for _ in range(kills):
        run = subprocess.Popen(command, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = time.monotonic()
        while time.monotonic() - before < 60 and run.poll() is None and len(gradebook_or_none(course)) <= len(graded):
            time.sleep(0.05)  # it has begun to write
        time.sleep(rng.uniform(0.0, 1.5))
        run.send_signal(signal.SIGKILL)
        run.wait()
        graded = gradebook_or_none(course)
    end = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert "unchanged since an earlier run" in " ".join(end.stdout.split()), end.stdout + end.stderr
    assert gradebook(course) == gradebook(whole)
    assert folders(course) == folders(whole)


def gradebook_or_none(course: Course) -> list[tuple[str, str, float | None, bool]]:
    try:
        return gradebook(course)
    except sqlite3.OperationalError:  # being written
        return []


def test_a_killed_run_is_resumed(course: Course) -> None:
    killed_and_resumed(course, kills=1, copies=2)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_run_killed_at_ten_moments_is_resumed(course: Course) -> None:
    killed_and_resumed(course, kills=10, copies=8)


# files beside the notebook


def test_files_that_pose_as_others_change_nothing(course: Course) -> None:
    bad = "open('it-ran', 'w').close()\nraise SystemExit('no')\n"
    names = ("torch.py", "conftest.py", "pyro.py", "sitecustomize.py", "json.py", "test_small.py", "autograder.py")
    for student, source in {"ada": RIGHT, "ben": WRONG}.items():
        folder = hand_in(course, student, source).parent
        for name in names:
            (folder / name).write_text(bad)
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
        (folder / "props").mkdir()
        (folder / "props" / "small.py").write_text(bad)
    rows = grade(course, jobs=2)
    assert {student: (row.score, row.problem) for student, row in rows.items()} == {"ada": (2.0, ""), "ben": (0.0, "")}


def test_special_files_and_links_stop_nobody(course: Course) -> None:
    secret = course.root / "gradebook.db"
    for student in ("ada", "ben", "cleo"):
        hand_in(course, student, RIGHT)
    os.mkfifo(course.root / "submitted" / "ada" / "small" / "pipe")
    (course.root / "submitted" / "ben" / "small" / "gradebook.db").symlink_to(secret)
    (course.root / "submitted" / "ben" / "small" / "all").symlink_to("/")
    rows = grade(course, jobs=2)
    assert set(rows) == {"ada", "ben", "cleo"}
    assert (rows["cleo"].score, rows["cleo"].problem) == (2.0, "")
    assert not list((course.root / "autograded").rglob("gradebook.db"))
    assert {student for student, *_ in gradebook(course)} <= set(rows)
    for student in ("ada", "ben"):
        assert rows[student].problem or rows[student].score == 2.0


# what stands around a class


def test_an_odd_time_costs_one_submission_a_sentence(course: Course) -> None:
    for student in ("ada", "ben"):
        hand_in(course, student, RIGHT)
    (course.root / "submitted" / "ada" / "small" / "timestamp.txt").write_text("last night")
    rows = grade(course)
    assert rows["ada"].problem.startswith("its timestamp.txt holds no time")
    assert (rows["ben"].problem, rows["ben"].score) == ("", 2.0)
    command = [BIN / "nbgrader", "autograde", "small", "--create", "--force"]
    made = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert "its timestamp.txt holds no time" in made.stderr
    assert "has no attribute" not in made.stderr
    assert {(student, score) for student, _, score, _ in gradebook(course)} == {("ben", 2.0)}


def test_what_was_mended_is_told_once_however_many_workers_there_are(course: Course, tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        path = hand_in(course, student, RIGHT)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell("1 / 0", metadata={"nbgrader": {"grade_id": "other"}}))
        notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") is not True]
        nbformat.write(notebook, path)
    other = Course(Path(shutil.copytree(course.root, tmp_path / "other")))
    one, two = grade(course, jobs=1), grade(other, jobs=2)
    assert len(one["ada"].notes) == 2
    assert {student: row.notes for student, row in one.items()} == {student: row.notes for student, row in two.items()}
