"""Lessons as their notebooks tell of them: order, tasks, hints, and how far one has come."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_notebook

from autograder.course import Course
from autograder.desk import lessons
from autograder.desk.lessons import SIGNS, NoLesson
from autograder.expect.panel import Tone
from autograder.tests.desk.made import RIGHT, STUB, lesson, write
from autograder.tests.small import ROOT


def test_the_signs_are_those_of_panels() -> None:
    """They stand here once more because the panels' own module is near to what takes seconds to import."""
    assert list(SIGNS) == [Tone(word).sign for word in ("good", "part", "bad", "open", "idle")]
    assert set(SIGNS) == {tone.sign for tone in Tone}


def test_lessons_stand_in_their_order_with_what_is_done(tmp_path: Path) -> None:
    write(tmp_path, "step_02", lesson("Second", needs="step_03"))
    write(tmp_path, "step_03", lesson("Third", RIGHT, "✓ It doubles: looks right"))
    write(tmp_path, "before_1", lesson("Before", RIGHT, "✗ It doubles: wrong value"))
    found = lessons.standings(tmp_path)
    assert [one.lesson.name for one in found] == ["before_1", "step_03", "step_02"]
    assert [(one.begun, one.done, one.checks) for one in found] == [
        (True, False, (False,)),
        (True, True, (True,)),
        (False, False, (False,)),
    ]
    assert [one.lesson.minutes for one in found] == ["25"] * 3


def test_solutions_hidden_folders_and_other_notebooks_are_no_lessons(tmp_path: Path) -> None:
    write(tmp_path, "step_02", lesson("Second"))
    for name in ("step_02/solutions", ".ipynb_checkpoints", "mine"):
        write(tmp_path / name, "other", lesson("x") if name != "mine" else new_notebook())
    assert [one.lesson.title for one in lessons.standings(tmp_path)] == ["Second"]


def test_a_written_task_stays_written_whatever_stands_in_its_text(tmp_path: Path) -> None:
    written = 'def double(x):\n    """It would raise NotImplementedError."""\n    return 2 * x'
    [task] = lessons.tasks(lesson("t", written))
    assert task.written
    [task] = lessons.tasks(lesson("t", STUB))
    assert not task.written
    assert task.names == ("double",)
    assert [hint[:8] for hint in task.hints] == ["Twice is", "Add it t"]


def test_every_task_of_the_course_has_hints() -> None:
    course = Course(ROOT)
    for name in course.names():
        for task in lessons.tasks(course.assignment(name).released()):
            assert len(task.hints) >= 2, (name, task.grade_id)
            assert not task.written, (name, task.grade_id)


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read: No such file"), ("no JSON", "is not a notebook"), ("[]", "is not a")]
)
def test_what_is_no_notebook_is_one_sentence(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "a.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(NoLesson, match=said):
        lessons.read(path)
    with pytest.raises(NoLesson, match="there are no lessons"):
        lessons.standings(tmp_path / "nowhere")
