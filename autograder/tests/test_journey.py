"""The whole way in a browser: release, hand-out, mistake, mending, handing in, collecting, grading, feedback.

With ``AUTOGRADER_SCREENSHOTS=FOLDER`` each stage leaves a picture there, what students see in light and dark.
"""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nbgrader.utils import get_username

from autograder.authoring.handout import hand_out
from autograder.classroom.bench import BIN
from autograder.course import Assignment
from autograder.tests.test_browser import (
    NAME,
    TASK,
    Lab,
    _cell,
    assignment,
    chromium,
    page,
    pictures,
    press,
    serving,
    validate,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["assignment", "chromium", "page", "pictures"]  # the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1800)]

MISTAKE = "expand_without_plate"  # a visible check sees it
UNSEEN = "variance_for_scale"  # only a hidden grader does


@pytest.fixture
def exchange(assignment: Assignment, tmp_path: Path) -> str:
    """The line of nbgrader's configuration that names the exchange, which the course and the student share."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    folder.chmod(0o777)  # as nbgrader asks
    line = f"\nc.Exchange.root = {str(folder)!r}\n"
    with (assignment.course.root / "nbgrader_config.py").open("a") as config:
        config.write(line)
    return line


def test_from_the_hand_out_to_the_feedback(
    page: Page, assignment: Assignment, exchange: str, pictures: Path, tmp_path: Path
) -> None:
    """A student makes a mistake, reads, mends, validates, hands in; hidden graders see another one, and say so."""
    desk = a_desk(assignment, exchange, tmp_path)
    wheel = tmp_path / "installed"
    with zipfile.ZipFile(next(desk.glob("*.whl"))) as content:
        content.extractall(wheel)
    with (
        serving(assignment.course.root, tmp_path / "office") as office,
        serving(desk, tmp_path / "home", PYTHONPATH=str(wheel)) as home,
    ):
        formgrader = page.context.new_page()
        line = row(formgrader, office, "manage_assignments", NAME)
        press(line, ".release", "released", pictures / "10-released.png")
        work(page, assignment, home, pictures)
        nbgrader("submit", NAME, folder=desk)
        line = row(formgrader, office, "manage_assignments", NAME)
        press(line, ".collect", "collected", pictures / "14-collected.png")
        student = get_username()
        line = row(formgrader, office, f"manage_submissions/{NAME}", student)
        press(line, ".autograde", "autograded", pictures / "15-autograded.png")
        points = sum(cell.points for cell in assignment.graded)
        unseen = next(answer for answer in assignment.wrong if answer.name == UNSEEN)
        lost = sum(cell.points for cell in assignment.graded if cell.grade_id in unseen.caught_by)
        line.locator(".score").get_by_text(f"{points - lost:g} / {points:g}").wait_for()
        for stage, done in ((".generate-feedback", "generated feedback"), (".release-feedback", "released feedback")):
            line = row(formgrader, office, "manage_assignments", NAME)
            press(line, stage, done, pictures / f"16-{done.replace(' ', '-')}.png")
        nbgrader("fetch_feedback", NAME, folder=desk)
        [feedback] = desk.glob(f"{NAME}/feedback/*/{NAME}.html")
        read(page, feedback, unseen.hint.replace("`", ""), f"{points - lost:g} of {points:g}", pictures)


def a_desk(assignment: Assignment, exchange: str, place: Path) -> Path:
    """A student's folder: the hand-out, and where the class has its exchange."""
    desk = place / "handout"
    hand_out(assignment.course, [NAME], desk)
    (desk / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.course_id = 'pyro'{exchange}")
    return desk


def work(page: Page, assignment: Assignment, server: str, pictures: Path) -> None:
    """The student's evening."""
    answers = {answer.name: _cell(answer.notebook, TASK).source for answer in assignment.wrong}
    lab = Lab(page, assignment)
    lab.open(server, folder="")
    lab.write(TASK, answers[MISTAKE])
    lab.run_all()
    first = assignment.graded[0].grade_id
    assert "the site 'y' stands in no plate; wanted: the plate 'N'" in lab.outputs(first)[0]
    lab.pictures(first, pictures / "11-mistake.png")
    lab.write(TASK, answers[UNSEEN])
    lab.run_all()
    assert all("looks right" in lab.outputs(cell.grade_id)[0] for cell in assignment.graded)
    lab.pictures(first, pictures / "12-mended.png")
    lab.do("docmanager:save")
    validate(lab, pictures / "13-validated.png")


def row(page: Page, server: str, where: str, name: str) -> Locator:
    """A line of one of formgrader's tables."""
    page.goto(f"{server}/formgrader/{where}")
    line = page.locator("tbody tr", has=page.get_by_text(name, exact=True))
    line.wait_for()
    return line


def read(page: Page, feedback: Path, hint: str, score: str, pictures: Path) -> None:
    """What the student gets back."""
    page.goto(feedback.as_uri(), wait_until="domcontentloaded")
    overview = page.get_by_role("region", name="Overview")
    text = overview.inner_text()
    assert f"Score: {score} points" in text
    assert hint in text
    page.screenshot(path=pictures / "17-feedback.png")
    overview.get_by_role("link").first.click()  # what to look at first
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "18-feedback-panel.png")


def nbgrader(*command: str, folder: Path) -> None:
    """Run one of nbgrader's commands as the student does."""
    home = folder.parent / "student"
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
    home.mkdir(exist_ok=True)  # nbgrader remembers there what was handed in
    run = subprocess.run([BIN / "nbgrader", *command], cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
