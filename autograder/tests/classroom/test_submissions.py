"""Finding submissions: whose a notebook is and what lies beside it, and one sentence for what cannot be graded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.child.confine import Limits
from autograder.classroom import submissions
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import BadSubmission, Submission, checked, find, of_students, read_notebook
from autograder.course import Course, CourseError
from autograder.judging import variants
from autograder.judging.graded import Graded
from autograder.notebooks import nbgrader_of
from autograder.tests.classroom.test_run import RIGHT, gradebook, hand_in
from autograder.tests.small import assignment

OWN = "import helper\n\ndef double(x):\n    return helper.twice(x)"
HELPER = "def twice(x):\n    return 2 * x"


@pytest.fixture(scope="module", autouse=True)
def _one_variant() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "choose", lambda *args: 0)
        yield


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(built.root, tmp_path / "course")))


def put(course: Course, path: Path, answer: str = RIGHT, **files: str) -> Path:
    """A notebook with this answer at ``path``, and Python files beside it."""
    notebook = assignment(course).released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    task.source = answer
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    for name, text in files.items():
        (path.parent / f"{name}.py").write_text(text)
    return path


def grade(course: Course, target: Path | str) -> dict[str, Graded]:
    return {row.student: row for row in grade_class(course, find(course, str(target)))}


# --- what lies where ---------------------------------------------------------------------------------------------


def test_what_lies_beside_several_students_notebooks_is_nobodys(course, tmp_path):
    for student in ("ada", "bob"):
        put(course, tmp_path / "in" / f"{student}.ipynb", OWN, helper=HELPER)
    put(course, tmp_path / "in" / "cleo.ipynb")
    assert {student: row.score for student, row in grade(course, tmp_path / "in").items()} == {
        "ada": 0,
        "bob": 0,
        "cleo": 2,
    }
    assert grade(course, tmp_path / "in" / "ada.ipynb")["ada"].score == 0


def test_the_course_itself_is_nobodys_file(course):
    for place in (course.root, course.root.parent):
        [found] = find(course, str(put(course, place / "mine.ipynb")))
        assert found.files() == {}
        assert grade(course, found.path)["mine"].score == 2


def test_hidden_and_linked_files_and_other_submissions_stay_where_they_are(course, tmp_path):
    mine = put(course, tmp_path / "in" / "small.ipynb", helper="")
    put(course, tmp_path / "in" / "old" / "small.ipynb", other="")
    (tmp_path / "in" / ".git").mkdir()
    (tmp_path / "in" / ".git" / "config").write_text("")
    (tmp_path / "in" / "data").mkdir()
    (tmp_path / "in" / "data" / "my.csv").write_text("")
    (tmp_path / "in" / "link").symlink_to(course.root / ".autograder" / "key")
    (tmp_path / "in" / "folder").symlink_to(course.root)
    [found] = find(course, str(mine))
    assert set(found.files()) == {"helper.py", "data/my.csv"}


def test_too_many_files_are_one_sentence(course, tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LIMITS", Limits(files=2))
    mine = put(course, tmp_path / "in" / "small.ipynb", a="", b="", c="")
    row = grade(course, mine)["small"]
    assert (row.outcomes, "more files" in row.problem, "folder of its own" in row.problem) == ([], True, True)


def test_what_macos_leaves_beside_a_notebook_is_no_submission(course, tmp_path):
    mine = put(course, tmp_path / "in" / "small.ipynb", OWN, helper=HELPER)
    (mine.parent / "._small.ipynb").write_bytes(b"\x00\x05\x16\x07")
    [found] = find(course, str(tmp_path / "in"))
    assert (found.path, "helper.py" in found.files()) == (mine, True)


def test_a_renamed_notebook_is_named_with_the_way_out(course):
    path = course.root / "submitted" / "ada" / "small" / "small (2).ipynb"
    put(course, path)
    row = grade(course, "small")["ada"]
    assert "there is no notebook small.ipynb in small/: there is small (2).ipynb; give" in row.problem


def test_submissions_behind_a_link_are_graded_in_the_gradebook_whatever_names_them(
    course: Course, tmp_path: Path
) -> None:
    hand_in(course, "ada", RIGHT)
    elsewhere = tmp_path / "elsewhere"
    (course.root / "submitted").rename(elsewhere)
    (course.root / "submitted").symlink_to(elsewhere)
    targets = ["small", course.root / "submitted", course.root / "submitted" / "ada", elsewhere, elsewhere / "ada"]
    targets += [course.root / "submitted" / "ada" / "small" / "small.ipynb"]
    for target in targets:
        found = find(course, str(target))
        assert [(each.student, each.assignment, each.in_gradebook) for each in found] == [("ada", "small", True)], (
            target
        )
    assert grade(course, "small")["ada"].score == 2.0
    assert [row[0] for row in gradebook(course)] == ["ada"]


def test_a_loose_notebook_belongs_to_the_assignment_whose_tasks_it_has(course, tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), tmp_path / "other.ipynb")
    (tmp_path / "broken.ipynb").write_text("{")
    put(course, tmp_path / "Homework (final).ipynb")
    found = {each.student: each.assignment for each in find(course, str(tmp_path)) if not each.in_gradebook}
    assert found == {"other": "", "broken": "", "Homework (final)": "small"} | {
        name: "small" for name in found if name.startswith("course/")
    }


# --- what cannot be found, or graded -----------------------------------------------------------------------------


def test_what_is_no_target_is_told(course, tmp_path):
    (tmp_path / "empty").mkdir()
    for target, told in {
        "smal": r"^smal is neither an assignment \(small\) nor a file or folder; did you mean small\?$",
        "small": r"^nobody has submitted small: there is no .*/submitted/STUDENT/small$",
        str(tmp_path / "empty"): r"^there is no notebook in .*/empty$",
    }.items():
        with pytest.raises(CourseError, match=told):
            find(course, target)


def test_of_all_submissions_those_of_the_students_named_are_taken():
    known = [Submission(student, "small", Path(student), True) for student in ("ada", "ben", "cleo")]
    assert of_students(known, []) == known
    assert of_students(known, ["cleo", "ada"]) == [known[0], known[2]]
    with pytest.raises(CourseError, match=r"nothing of bem's is among these submissions; did you mean ben\?"):
        of_students(known, ["ada", "bem"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "its content is not nbformat's JSON"),
        (b"\xff\xfe{\x00", "it is saved as UTF-16; save it as UTF-8"),
        (b"\xef\xbb\xbf{}", "it begins with a byte order mark; save it as UTF-8 without one"),
        (b'{"cells": {}, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "it has no cells"),
        (
            b'{"cells": [{"source": "", "metadata": {}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
            "its cell 1 is of no known type",
        ),
        (
            b'{"cells": [{"cell_type": "raw", "metadata": {}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
            "its cell 1 has no source or no metadata",
        ),
        (
            b'{"cells": [], "metadata": {"a": %s}, "nbformat": 4, "nbformat_minor": 5}' % (b"[" * 120 + b"]" * 120),
            "something in it is nested more than 100 levels deep",
        ),
    ],
    ids=["empty", "UTF-16", "byte order mark", "no cells", "no type", "no source", "deep"],
)
def test_a_file_that_is_no_notebook_says_why(tmp_path, content, why):
    (tmp_path / "small.ipynb").write_bytes(content)
    with pytest.raises(BadSubmission) as caught:
        read_notebook(tmp_path / "small.ipynb")
    assert str(caught.value).startswith(f"small.ipynb is not a notebook: {why}")


def test_a_file_that_must_not_be_read_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LIMITS", Limits(written=1 << 20))
    (tmp_path / "large.ipynb").write_bytes(bytes((1 << 20) + 1))
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "large.ipynb")
    with pytest.raises(BadSubmission, match=r"large\.ipynb is larger than a submission may be: 1 MiB"):
        read_notebook(tmp_path / "large.ipynb")
    with pytest.raises(BadSubmission, match=r"link\.ipynb is a link, and links are not followed"):
        read_notebook(tmp_path / "link.ipynb")


def test_folders_in_folders_beside_a_notebook_have_an_end(course, tmp_path):
    path = put(course, tmp_path / "in" / "small.ipynb")
    (path.parent / "/".join("d" * 21)).mkdir(parents=True)
    [found] = find(course, str(path))
    with pytest.raises(BadSubmission, match=r"folders lie in folders beside small\.ipynb, more than 20 deep"):
        found.files()


def test_what_is_checked_is_fit_to_be_graded_and_not_yet_repaired(course, tmp_path):
    path = put(course, tmp_path / "small.ipynb")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not nbgrader_of(cell).get("grade")]
    nbformat.write(notebook, path)
    loose = Submission("ada", "small", path, False)
    assert checked(loose, assignment(course)) == nbformat.read(path, as_version=4)
    with pytest.raises(BadSubmission, match="the student's folder has a name with signs of a pattern"):
        checked(Submission("a*", "small", path, True), assignment(course))
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), path)
    with pytest.raises(BadSubmission, match=r"no notebook of small: none of its tasks \(double\) is in it"):
        checked(loose, assignment(course))
    assignment(course).graders.unlink()
    with pytest.raises(CourseError, match="small has no graders"):
        checked(loose, assignment(course))
