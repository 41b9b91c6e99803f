"""The corpus as a class: every attack handed in beside honest neighbours, through our command and nbgrader's own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.child import confine
from autograder.course import PACKAGE, Course
from autograder.notebooks import nbgrader_of
from autograder.tests.attacks import ATTACKS, FORGE
from autograder.tests.classroom.test_run import gradebook
from autograder.tests.conftest import PRELUDE, copy_course, make_submission

TEST = "autograder/tests/classroom/test_corpus.py"
BIN = Path(sys.executable).parent
HONEST = ("ada", "zoe")  # the first and the last of the class
SECRET = "what only a neighbour wrote"
# Tries to read, change and take away what is not its own, in the notebook and in a probe.
READER = """
import glob, os
def look():
    for path in {paths!r}:
        for change in (lambda: print(open(path).read()), lambda: open(path, "a").write("x"), lambda: os.remove(path)):
            try:
                change()
            except OSError:
                pass
look()
def model(data=None, n_obs=None):
    look()
"""
WAYS = {
    "one at a time": ["autograder", "grade", "step_03", "--jobs", "1"],
    "two at a time": ["autograder", "grade", "step_03", "--jobs", "2"],
    "nbgrader": ["nbgrader", "autograde", "step_03", "--create"],
}


def make_class(folder: Path) -> Course:
    """A course with step_03 in which everybody has handed in."""
    course = copy_course(folder, "step_03")
    subprocess.run([BIN / "autograder", "build", "step_03"], cwd=course.root, check=True, capture_output=True)
    assignment = course.assignment("step_03")
    [task] = [cell for cell in assignment.master.cells if nbgrader_of(cell).get("solution")]
    paths = [str(course.root / "submitted" / "ada" / "step_03" / "step_03.ipynb"), str(course.root / "gradebook.db")]
    paths += [str(course.root / ".autograder" / "key"), str(assignment.graders), str(assignment.script)]
    notebooks = {name: make_submission(assignment, task.source, last=f"# {SECRET}") for name in HONEST}
    notebooks["reader"] = make_submission(assignment, READER.format(paths=paths))
    for number, attack in enumerate(ATTACKS):
        cells = {"first": PRELUDE + FORGE + attack.first, "after": attack.after, "last": attack.last}
        notebooks[f"mallory{number}"] = make_submission(assignment, attack.source, **cells)
    for student, notebook in notebooks.items():
        path = course.root / "submitted" / student / "step_03" / "step_03.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return course


def digest(folder: Path) -> str:
    """Of all that lies in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    found = [(str(path), path.read_bytes()) for path in files]
    return hashlib.sha256(repr(found).encode()).hexdigest()


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("way", WAYS)
def test_no_attack_gains_reads_or_touches(tmp_path: Path, way: str) -> None:
    course = make_class(tmp_path)
    kept = [course.root / "submitted", course.graders, course.root / "solutions", course.root / "source"]
    before = [digest(folder) for folder in kept]
    program, *arguments = WAYS[way]
    command = [BIN / program, *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, errors="replace")
    assert done.returncode in (0, 1), done.stderr[-3000:]
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    marks: dict[str, list[float | None]] = {}
    for student, _, score, _ in gradebook(course):
        marks.setdefault(student, []).append(score)
    assert len(marks) == len(ATTACKS) + 1 + len(HONEST)
    print(f"{way}: {len(marks)} submissions, {len(ATTACKS)} attacks")
    assert {student for student, scores in marks.items() if any(score != 0.0 for score in scores)} == set(HONEST)
    assert marks["ada"] == marks["zoe"]
    assert all(marks["ada"])
    assert [digest(folder) for folder in kept] == before
    key = course.key.hex()
    for path in (course.root / "autograded").rglob("*.ipynb"):
        text = path.read_text()
        assert SECRET not in text or path.parts[-3] in HONEST, f"{path} has a neighbour's text"
        assert key not in text
        assert "def test_" not in text


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_the_same_for_a_plain_user(tmp_path: Path) -> None:
    """Where root runs the tests: the same once more by a user who never was."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("there is nobody to become")
    uid = confine.FIRST_UID + confine.UIDS - 2
    home = tmp_path / "home"
    root = PACKAGE.parent
    left_out = shutil.ignore_patterns("__pycache__", ".venv", ".git", ".autograder", "*.sqlite*")
    shutil.copytree(root, home, ignore=left_out)
    for path in (home, *home.rglob("*")):
        os.chown(path, uid, uid, follow_symlinks=False)
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(above.stat().st_mode | 0o011)
    # Python may lie in a private folder: the right to read, and no other, comes along.
    command = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    command += [f"--{which}-caps=-all,+dac_read_search" for which in ("inh", "ambient")]
    command += ["--bounding-set=-all,+dac_read_search", sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "slow"]
    command += ["-p", "no:cacheprovider", f"--basetemp={home / 'tmp'}"]
    command.append(f"{TEST}::{test_no_attack_gains_reads_or_touches.__name__}")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(home)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-2000:]}"
    assert f"{len(WAYS)} passed" in done.stdout
