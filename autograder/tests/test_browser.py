"""A real JupyterLab in a real browser: a student from the stub to Validate, an instructor from Autograde to the panel.

Each stage leaves a picture in ``$AUTOGRADER_SCREENSHOTS`` (else in the test's temporary folder), for people to look at.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.authoring.build import generate
from autograder.classroom import submissions
from autograder.classroom.run import grade
from autograder.course import Assignment, Course

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NAME = "step_03"
TASK = "model"
WRONG = "variance_for_scale"
LIMIT = 90.0  # seconds for one thing to happen on a busy machine; an idle one needs a few
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # formgrader asks a CDN for MathJax: the same here with and without a network
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Every cell in the page, also those out of sight; nothing pops up over a picture.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
}


def _missing(reason: str) -> None:
    """Skip, but never in CI: there a skipped test would say that all is well."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        _missing("there is no chromium here; get it with: apt-get install chromium")
    if find_spec("playwright") is None:
        _missing("there is no playwright here; get it with: pip install 'pyro-autograder[test]'")
    return str(path)


@pytest.fixture(scope="module")
def assignment(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The assignment in a fresh course of its own, released."""
    root = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for kind in ("source", "release", "solutions"):
        shutil.copytree(ROOT / kind / NAME, root / kind / NAME)
    (root / "autograder").mkdir()
    (root / "autograder" / "graders").symlink_to(ROOT / "autograder" / "graders")
    course = Course(root)
    course.make_key()
    generate(course, NAME)
    return course.assignment(NAME)


@pytest.fixture(scope="module")
def server(assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab in the course's folder."""
    with serving(assignment.course.root, tmp_path_factory.mktemp("home")) as address:
        yield address


@contextlib.contextmanager
def serving(folder: Path, home: Path, **environment: str) -> Iterator[str]:
    """A JupyterLab in a folder, with a home and settings of its own and no token; gives its address."""
    for name, values in SETTINGS.items():
        path = home / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values))
    folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run"}
    folders |= {"IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "NBGRADER", "PYTEST"))}
    environment = kept | {"HOME": str(home)} | {key: str(home / name) for key, name in folders.items()} | environment
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += ["--LabApp.expose_app_in_browser=True"]
    log = home / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        _wait(lambda: process.poll() is not None or _answers(port), "JupyterLab did not start")
        assert process.poll() is None, f"JupyterLab ended at once:\n{log.read_text()}"
        yield f"http://127.0.0.1:{port}"
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30.0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(log.read_text())  # pytest shows it beside a failure


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # never `playwright install`: the driver is in the wheel, the browser is the system's
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
        context.set_default_timeout(LIMIT * 1000)
        yield context.new_page()
        browser.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("AUTOGRADER_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_from_the_stub_to_the_grade(page: Page, server: str, assignment: Assignment, pictures: Path) -> None:
    """The stub's checks say so, the solution's look right and validate; Autograde gives its points and panels."""
    lab = Lab(page, assignment)
    lab.open(server)
    _stub(lab, pictures)
    _solution(lab, pictures)
    validate(lab, pictures / "3-validate.png")

    solved = nbformat.read(assignment.release, as_version=4)
    _submit(assignment, "ada", solved)
    wrong = next(answer for answer in assignment.wrong if answer.name == WRONG)
    _cell(solved, TASK).source = _cell(wrong.notebook, TASK).source
    _submit(assignment, "bob", solved)
    points = {cell.grade_id: cell.points for cell in assignment.graded}
    lost = sum(points[name] for name in wrong.caught_by)

    formgrader = page.context.new_page()
    full = sum(points.values())
    _autograde(formgrader, server, {"ada": full, "bob": full - lost}, pictures)
    assert _status(int(server.rpartition(":")[2])) == 200
    panels = _graded(formgrader, server, "ada", pictures)
    for panel, n in zip(panels, points.values(), strict=True):
        assert f"passed ({n:g} of {n:g} points)" in panel
    panels = _graded(formgrader, server, "bob", pictures)
    failed = dict(zip(points, panels, strict=True))[wrong.caught_by[0]]
    assert "not passed (0 of" in failed
    assert wrong.hint.replace("`", "") in failed

    page.bring_to_front()  # the graders' pytest ran inside the server: the student's tab and kernel must not notice
    lab.run_all()
    assert "looks right" in lab.outputs(assignment.graded[-1].grade_id)[0]


def test_a_mistake_and_a_picture_can_be_read_in_both_themes(
    page: Page, server: str, assignment: Assignment, pictures: Path
) -> None:
    """A mistake in the shapes has its badge and its table; a diagram follows JupyterLab's theme, and has a text."""
    lab = Lab(page, assignment)
    lab.open(server)
    mistake = next(answer for answer in assignment.wrong if answer.name == "expand_without_plate")
    show = "from autograder import show\n\nshow.beside(show.model(bakery), show.model(model, kwargs={'n_obs': 4}))"
    lab.write(TASK, f"{_cell(mistake.notebook, TASK).source}\n\n{BAKERY}\n{show}")
    lab.run_all()
    first = assignment.graded[0].grade_id
    panel = lab.outputs(first)[0]
    assert "wrong plates" in panel
    assert "the site 'y' stands in no plate; wanted: the plate 'N'" in panel
    assert lab.cell(first).get_by_role("rowheader", name="y").count()
    picture = lab.cell(TASK).get_by_role("img", name="y: latent, Normal; depends on mu")
    picture.wait_for()
    for theme, scheme in (("Dark", "dark"), ("Light", "light")):
        lab.do("apputils:change-theme", theme=f"JupyterLab {theme}")
        page.locator(f'body[data-jp-theme-name="JupyterLab {theme}"]').wait_for(state="attached")
        assert picture.evaluate("image => getComputedStyle(image).colorScheme") == scheme
    lab.pictures(first, pictures / "8-mistake.png")
    lab.pictures(TASK, pictures / "9-picture.png")


BAKERY = """
def bakery():
    flour = pyro.sample("flour", dist.Normal(0.0, 1.0))
    with pyro.plate("loaves", 3):
        pyro.sample("weight", dist.Normal(500.0 + flour, 10.0), obs=torch.zeros(3))
"""


HOSTILE = """
[See my plot](javascript:window.ran=1) [and this](/files/javascript:window.ran=2)
<a href="javascript:window.ran=3">and that</a> <img src="x" onerror="window.ran=4">

<details ontoggle="window.ran=5"><summary>more</summary></details>

![mine](javascript:window.ran=6) <b onclick="window.ran=7">bold</b>
"""
SHOW_HOSTILE = f"""
from IPython.display import HTML, Javascript, Markdown, display
for kind in (HTML, Markdown):
    display(kind({HOSTILE!r}))
display(Javascript("window.ran = 8"))
"""


def test_nothing_that_a_student_wrote_runs_on_a_click(
    page: Page, server: str, assignment: Assignment, pictures: Path
) -> None:
    """On formgrader's page and on the feedback page, every link and every element of the student's is clicked."""
    notebook = nbformat.read(assignment.release, as_version=4)
    notebook.cells[1:1] = [
        nbformat.v4.new_markdown_cell(HOSTILE, id="hostile"),
        nbformat.v4.new_code_cell(SHOW_HOSTILE, id="show"),
    ]
    _submit(assignment, "mallory", notebook)
    course = assignment.course
    [row] = grade(course, [one for one in submissions.find(course, NAME) if one.student == "mallory"])
    assert row.problem == ""
    assert NbGraderAPI(config=settings.of(course).config).generate_feedback(NAME, "mallory")["success"]

    page.goto(f"{server}/formgrader/manage_students/mallory/{NAME}")
    page.locator("tbody").get_by_role("link", name=NAME).click()
    page.get_by_role("status").first.wait_for()
    _click_all(page)
    page.screenshot(path=pictures / "10-hostile-formgrader.png")
    page.goto((course.root / "feedback" / "mallory" / NAME / f"{NAME}.html").as_uri())
    _click_all(page)
    page.screenshot(path=pictures / "11-hostile-feedback.png")


def _click_all(page: Page) -> None:
    """Click what the student wrote, wherever it stands; nothing of it may have run, before or after."""
    times = {"See my plot": 2, "and this": 2, "and that": 3, "more": 3, "bold": 3}  # an HTML output has no markdown
    for text, count in times.items():
        found = page.locator("#notebook-container").get_by_text(text, exact=True)
        assert found.count() == count, f"{text!r} is there {found.count()} times"
        for one in found.all():
            one.click()
    assert page.evaluate("window.ran") is None
    page.wait_for_timeout(500)  # what runs late
    assert page.evaluate("window.ran") is None


# --- the student's notebook --------------------------------------------------------------------------------------


class Lab:
    """The released notebook, open in JupyterLab. Cells are named by their ids."""

    def __init__(self, page: Page, assignment: Assignment) -> None:
        self.page, self.assignment = page, assignment
        self._places = {cell.id: index for index, cell in enumerate(assignment.released().cells)}

    def open(self, server: str, folder: str = "release/") -> None:
        """Open the notebook and wait for its last cell and its kernel."""
        self.page.goto(f"{server}/lab/tree/{folder}{NAME}/{NAME}.ipynb?reset")
        self.page.locator(f'.jp-Notebook [data-windowed-list-index="{len(self._places) - 1}"]').wait_for()
        self._await(
            "async () => { const session = window.jupyterapp.shell.currentWidget.sessionContext;"
            " await session.ready; await session.session.kernel.info }"
        )

    def cell(self, name: str) -> Locator:
        return self.page.locator(f'.jp-Notebook [data-windowed-list-index="{self._places[name]}"]')

    def outputs(self, name: str) -> list[str]:
        """The texts of a cell's outputs, once the page shows the first."""
        outputs = self.cell(name).locator(".jp-OutputArea-output")
        outputs.first.wait_for()
        return outputs.all_inner_texts()

    def do(self, command: str, **arguments: str) -> None:
        """Run one of JupyterLab's commands, what its menus run, to its end."""
        self._await("([name, given]) => window.jupyterapp.commands.execute(name, given)", [command, arguments])

    def _await(self, function: str, argument: object = None) -> None:
        self.page.evaluate(
            f"given => Promise.race([({function})(given).then(() => null), new Promise((_, no) =>"
            f" setTimeout(() => no(new Error('it took too long')), {LIMIT * 1000}))])",
            argument,
        )

    def write(self, name: str, source: str) -> None:
        """Put a source in place of a cell's own, as one who types."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run_all(self) -> None:
        """Run every cell, up to the first that raises."""
        self.do("notebook:clear-all-cell-outputs")
        self.do("notebook:run-all-cells")

    def pictures(self, name: str, path: Path) -> None:
        """The page around a cell, in JupyterLab's dark and light themes."""
        for theme in ("Dark", "Light"):  # ends as it began
            self.do("apputils:change-theme", theme=f"JupyterLab {theme}")
            self.page.locator(f'body[data-jp-theme-name="JupyterLab {theme}"]').wait_for(state="attached")
            self.cell(name).scroll_into_view_if_needed()
            self.page.wait_for_timeout(500)  # for the eye only: the style sheet and the scrolling settle
            self.page.screenshot(path=path.with_stem(f"{path.stem}-{theme.lower()}"))


def _stub(lab: Lab, pictures: Path) -> None:
    lab.run_all()
    first = lab.assignment.graded[0].grade_id
    panel, strip = lab.outputs(first)  # JupyterLab's own red strip cannot be helped: the check has to raise
    assert "still the stub" in panel
    assert "is still the stub" in panel
    assert "panel above" in strip
    assert "stub" not in strip, "the panel's sentence is there twice"
    assert "Traceback" not in panel + strip
    lab.pictures(first, pictures / "1-stub.png")


def _solution(lab: Lab, pictures: Path) -> None:
    source = _cell(lab.assignment.master, TASK).source
    lab.write(TASK, source)
    lab.run_all()
    for cell in lab.assignment.graded:
        (panel,) = lab.outputs(cell.grade_id)
        assert "looks right" in panel
    lab.pictures(lab.assignment.graded[2].grade_id, pictures / "2-solution.png")
    lab.do("docmanager:save")
    assert _cell(nbformat.read(lab.assignment.release, as_version=4), TASK).source == source


def validate(lab: Lab, picture: Path) -> None:
    """Press nbgrader's Validate in the student's notebook, which must say that all is well."""
    lab.page.get_by_role("button", name="Validate").click()
    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_text("Validation Results").wait_for()
    lab.page.screenshot(path=picture)
    assert "Success! Your notebook passes all the tests." in dialog.inner_text()
    dialog.get_by_role("button", name="Ok").click()


# --- the instructor's formgrader ---------------------------------------------------------------------------------


def _autograde(page: Page, server: str, scores: dict[str, float], pictures: Path) -> None:
    page.goto(f"{server}/formgrader/manage_submissions/{NAME}")
    for student, score in scores.items():
        line = page.locator("tbody tr", has=page.get_by_text(student, exact=True))
        line.get_by_text("needs autograding").wait_for()
        done = f"autograded '{NAME}' for student '{student}'."
        press(line, ".autograde", done, pictures / f"4-autograded-{student}.png")
        line.locator(".score").get_by_text(f"{score:g} / ").wait_for()
    page.locator(".modal-backdrop").wait_for(state="detached")
    page.screenshot(path=pictures / "5-scores.png")


def press(line: Locator, column: str, done: str, picture: Path) -> None:
    """Press a button in a line of formgrader's tables and wait until it says that it is done."""
    line.locator(f"{column} a").first.click()
    modal = line.page.locator(".modal.in")
    modal.get_by_text("Log Output").wait_for()
    assert f"Successfully {done}" in modal.inner_text(), modal.inner_text()
    line.page.wait_for_timeout(500)  # for the eye only: the dialog fades in
    line.page.screenshot(path=picture)
    modal.get_by_role("button", name="OK").click()
    modal.wait_for(state="hidden")


def _graded(page: Page, server: str, student: str, pictures: Path) -> list[str]:
    """The texts of the graded cells' panels on the page of a student's notebook, without the overview below."""
    page.goto(f"{server}/formgrader/manage_students/{student}/{NAME}")
    page.locator("tbody").get_by_role("link", name=NAME).click()
    panels = page.get_by_role("status")
    panels.first.wait_for()
    page.screenshot(path=pictures / f"6-graded-{student}.png", full_page=True)
    panels.nth(1).scroll_into_view_if_needed()
    page.screenshot(path=pictures / f"7-panels-{student}.png")
    return [text for text in panels.all_inner_texts() if "points)" in text]


# --- the course and the server -----------------------------------------------------------------------------------


def _cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def _submit(assignment: Assignment, student: str, notebook: nbformat.NotebookNode) -> None:
    folder = assignment.course.root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{NAME}.ipynb")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _status(port: int, limit: float = 10.0) -> int:
    """The status of the server's answer; OSError when there is none in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        connection.request("GET", "/api/status")
        return connection.getresponse().status
    finally:
        connection.close()


def _answers(port: int) -> bool:
    try:
        return _status(port) == 200
    except (OSError, http.client.HTTPException):
        return False


def _wait(done: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + LIMIT
    while not done():
        assert time.monotonic() < end, otherwise
        time.sleep(0.2)
