"""What travels to another machine: one assignment with what judging it takes, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.classroom.bundle import RECORDS, Bundle
from autograder.course import Course, CourseError
from autograder.judging.digests import records_digest
from autograder.judging.grading import Grader
from autograder.judging.store import Store
from autograder.judging.variants import VARIANTS
from autograder.tests.conftest import Watch


def test_a_bundle_is_one_assignment_without_key_class_and_gradebook(new_course: Callable[..., Course]) -> None:
    course = new_course("step_03", "step_04")
    (course.root / "gradebook.db").write_bytes(b"grades")
    for folder in ("submitted/ada", "autograded/ada"):
        (course.root / folder / "step_04").mkdir(parents=True)
        (course.root / folder / "step_04" / "step_04.ipynb").write_text("hers")
    (course.root / "source" / "step_04" / "data.csv").write_text("1,2\n")
    assignment = course.assignment("step_04")
    bundle = Bundle.of(assignment, Store.of(course))
    wrong = {f"solutions/step_04/wrong/{answer.name}.py" for answer in assignment.wrong}
    right = {f"solutions/step_04/right/{answer.name}.py" for answer in assignment.right}
    others = {path for path in bundle.files if path.startswith("solutions/step_04/") and path not in wrong | right}
    assert wrong
    assert (
        {"solutions/step_04/step_04.py"}
        <= others
        <= {
            f"solutions/step_04/{name}"
            for name in ("step_04.py", "manifest.toml", "calibration.json", "equivalent.toml")
        }
    )
    assert set(bundle.files) == wrong | right | others | {
        "source/step_04/data.csv",
        "release/step_04/step_04.ipynb",
        "autograder/graders/test_step_04.py",
        "autograder/graders/props/step_04.py",
        RECORDS,
    }
    assert not [path for path, content in bundle.files.items() if course.key in content]


def test_who_unpacks_it_judges_as_at_home_and_has_no_key(
    grader: Grader, submission: Callable[..., NotebookNode], right: str, watch: Watch, tmp_path: Path
) -> None:
    bundle = Bundle.of(grader.assignment, grader.store)
    there = bundle.unpack(tmp_path)
    assert records_digest(there) == records_digest(grader.assignment)
    assert there.reference.digest == grader.assignment.reference.digest
    with pytest.raises(CourseError, match="has no key yet"):
        Grader(there, forks=watch)
    elsewhere = Grader(there, forks=watch, drawn=True)
    for notebook in (submission(right), submission("def model(x):\n    return x\n")):
        draw = grader.draw(notebook)
        assert set(draw.variants) == {cell.grade_id for cell in grader.assignment.graded}
        assert all(0 <= variant < VARIANTS for variant in draw.variants.values())
        assert elsewhere.grade(notebook, draw=draw) == grader.grade(notebook)
    asked = {reply[:3] for reply in elsewhere.store.replies_after(0)}
    assert asked <= {reply[:3] for reply in grader.store.replies_after(0)}
