"""The gate: nbgrader's own tests pass through the kit's preprocessors, and what stock nbgrader falls for does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nbformat import NotebookNode, write
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.course import Course
from autograder.tests.classroom.nbgrader_gate import EXCEPTIONS, ROOT

AUTOGRADE = "nbgrader.tests.apps.test_nbgrader_autograde"
GENERATE = "nbgrader.tests.apps.test_nbgrader_generate_assignment"
FEEDBACK = "nbgrader.tests.apps.test_nbgrader_generate_feedback"
COLLECT = "nbgrader.tests.apps.test_nbgrader_collect"

# What a changed pipeline breaks first: scores, time limits, kernels, files, failures, and each command once.
QUICK = [
    *(
        f"{AUTOGRADE}::TestNbGraderAutograde::test_{name}"
        for name in (
            "grade",
            "showtraceback_exploit",
            "late_submission_penalty_zero",
            "side_effects",
            "skip_extra_notebooks",
            "custom_permissions",
            "handle_failure",
            "missing_source_kernelspec",
            "incorrect_source_kernelspec",
            "incorrect_submitted_kernelspec",
            "no_execute",
            "infinite_loop",
            "grade_with_validating_envvar",
        )
    ),
    f"{GENERATE}::TestNbGraderGenerateAssignment::test_save_cells",
    f"{FEEDBACK}::TestNbGraderFeedback::test_single_file",
    f"{COLLECT}::TestNbGraderCollect::test_collect",
]


def run_nbgraders_tests(tests: list[str], folder: Path) -> dict[str, int]:
    """Run tests of nbgrader's through the plugin, in a process and a home of their own; give the counts."""
    report = folder / "report.xml"
    options = ["-p", "autograder.tests.classroom.nbgrader_gate", "-p", "no:cacheprovider", "-c", os.devnull]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", f"--junitxml={report}", "--pyargs", *tests],
        cwd=folder,
        env=os.environ | {"USER": os.environ.get("USER", "teacher"), "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout
    suite = ElementTree.parse(report).getroot().find("testsuite")
    counts = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
    return {"passed": counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"], **counts}


@pytest.mark.timeout(300)
def test_a_choice_of_nbgraders_tests_passes(tmp_path: Path) -> None:
    assert run_nbgraders_tests(QUICK, tmp_path)["passed"] == len(QUICK)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nbgraders_tests_pass(tmp_path: Path) -> None:
    """Nothing is skipped but the two tests that nbgrader itself always skips."""
    counts = run_nbgraders_tests([AUTOGRADE, GENERATE, FEEDBACK, COLLECT], tmp_path)
    assert counts["passed"] >= 86 + 7 - len(EXCEPTIONS)
    assert counts["skipped"] <= 2


def test_an_assignment_without_graders_gives_nothing_for_cells_that_did_not_run(tmp_path: Path) -> None:
    """nbgrader takes a test cell without outputs as passed; so a dead process and a skip tag must leave some."""
    answers = {"right": "x = 1", "wrong": "x = 2", "dead": "import os; os._exit(0)", "skipped": "x = 2"}
    _write(tmp_path / "source" / "ps1" / "ps1.ipynb", "x = 1")
    for student, answer in answers.items():
        tags = ["skip-execution"] if student == "skipped" else []
        _write(tmp_path / "submitted" / student / "ps1" / "ps1.ipynb", answer, tags)
    config = settings.of(Course(ROOT)).changed()
    config.CourseDirectory.root, config.CourseDirectory.db_url = str(tmp_path), f"sqlite:///{tmp_path}/gradebook.db"
    config.Execute.timeout = -1
    nbgrader = NbGraderAPI(config=config)
    assert nbgrader.generate_assignment("ps1")["success"]
    assert nbgrader.autograde("ps1", "*")["success"]
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        scores = {s: gradebook.find_submission_notebook("ps1", "ps1", s).score for s in answers}
    assert scores == {"right": 2, "wrong": 0, "dead": 0, "skipped": 0}


def _write(path: Path, answer: str, tags: list[str] | None = None) -> None:
    task = {"grade": False, "solution": True, "locked": False, "grade_id": "task"}
    test = {"grade": True, "solution": False, "locked": True, "grade_id": "test", "points": 2}
    cells = [_cell(answer, task, []), _cell("assert x == 1", test, tags or [])]
    path.parent.mkdir(parents=True)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def _cell(source: str, data: dict[str, object], tags: list[str]) -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": {**data, "schema_version": 3, "task": False}, "tags": tags})
