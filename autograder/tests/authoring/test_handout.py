"""The hand-out: what is in it and what never is, that it stands alone, and that it is written whole or not at all."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring import handout, student_wheel
from autograder.authoring.handout import Lesson, hand_out, in_order
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.desk.command import main as desk
from autograder.notebooks import nbgrader_of
from autograder.tests.conftest import copy_course

ROOT = Path(__file__).resolve().parents[3]
KIT = Course(ROOT)


def code_of(notebook: nbformat.NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-out of the kit's own assignments."""
    folder = tmp_path_factory.mktemp("desk") / "course"
    hand_out(KIT, KIT.names(), folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's modules in a folder of their own."""
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = whole.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one assignment, released."""
    folder = tmp_path / "course"
    folder.mkdir()
    return copy_course(folder, "step_01")


def copy_course_of_two(folder: Path) -> Course:
    (folder / "two").mkdir()
    return copy_course(folder / "two", "step_01", "step_02")


# --- what is in it -----------------------------------------------------------------------------------------------


def test_it_holds_the_notebooks_and_what_they_need_and_nothing_else(whole: Path) -> None:
    [wheel] = whole.glob("*.whl")
    files = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert files == {"README.md", "README.html", "requirements.txt", wheel.name} | {
        f"{n}/{n}.ipynb" for n in KIT.names()
    }
    assert f"./{wheel.name}" in (whole / "requirements.txt").read_text().splitlines()
    for name in KIT.names():
        assert (whole / name / f"{name}.ipynb").read_bytes() == KIT.assignment(name).release.read_bytes()


def test_a_browser_shows_the_same_page_with_the_names_that_are_there(whole: Path) -> None:
    [wheel] = whole.glob("*.whl")
    text, shown = (whole / "README.md").read_text(), (whole / "README.html").read_text()
    assert f"!pip install -q ./{wheel.name}" in text
    links = [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if link.endswith(".ipynb")]
    assert len(links) == len(KIT.names())
    assert all(f'href="{link}"' in shown and (whole / link).is_file() for link in links)
    assert not re.search(r"<script|src=|href=\"https?://(?!pytorch\.org)", shown)
    for command, arguments in re.findall(r"\.venv/bin/autograder (\w+)(.*)", text):
        assert command in desk.commands
        assert set(re.findall("--[a-z]+", arguments)) <= {o for p in desk.commands[command].params for o in p.opts}


def test_no_solution_and_no_known_mistake_is_in_it(whole: Path) -> None:
    text = "\n".join(path.read_text() for path in whole.rglob("*") if path.suffix in (".ipynb", ".md", ".txt"))
    assert "raise NotImplementedError" in text
    assert not re.search("(BEGIN|END) (SOLUTION|HIDDEN TESTS)", text)
    for name in KIT.names():
        for wrong in KIT.assignment(name).wrong:
            for secret in (wrong.hint, wrong.wrong):
                assert json.dumps(secret)[1:-1] not in text, wrong.name


def test_files_beside_a_released_notebook_go_along_but_not_what_jupyter_left(course: Course, tmp_path: Path) -> None:
    assignment = course.assignment("step_01")
    for beside in (assignment.source.parent, assignment.release.parent):
        for name in ("data/buses.csv", ".ipynb_checkpoints/step_01-checkpoint.ipynb", "__pycache__/x.pyc", ".secret"):
            (beside / name).parent.mkdir(exist_ok=True)
            (beside / name).write_text("x")
    hand_out(course, ["step_01"], tmp_path / "desk")
    given = tmp_path / "desk" / "step_01"
    files = {path.relative_to(given).as_posix() for path in given.rglob("*") if path.is_file()}
    assert files == {"step_01.ipynb", "data/buses.csv"}


def test_solutions_go_along_for_the_assignments_that_are_named_and_for_no_other(tmp_path: Path) -> None:
    course = copy_course_of_two(tmp_path)
    hand_out(course, ["step_01", "step_02"], tmp_path / "desk", ["step_01"])
    assignment = course.assignment("step_01")
    files = {path.relative_to(tmp_path / "desk").as_posix() for path in (tmp_path / "desk").rglob("*.ipynb")}
    answers = [assignment.reference, *assignment.right]
    solved = {f"step_01/solutions/step_01_{answer.name}.ipynb" for answer in answers}
    assert files == {"step_01/step_01.ipynb", "step_02/step_02.ipynb"} | solved
    page = (tmp_path / "desk" / "README.md").read_text()
    assert "No solutions are included" not in page
    for answer in answers:
        place = f"step_01/solutions/step_01_{answer.name}.ipynb"
        assert f"{answer.title}]({place})" in page
        notebook = nbformat.read(tmp_path / "desk" / place, as_version=4)
        nbformat.validate(notebook)
        assert answer.title in notebook.cells[0].source
        text = json.dumps(notebook)
        assert not re.search("(BEGIN|END) SOLUTION|NotImplementedError", text)
        assert "nbgrader" not in text
        released = [cell.source for cell in assignment.released().cells if not nbgrader_of(cell).get("solution")]
        assert set(released) < {cell.source for cell in notebook.cells}
    for wrong in assignment.wrong:
        assert json.dumps(wrong.hint)[1:-1] not in text


def test_solutions_of_what_is_not_handed_out_are_refused(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="the solutions of step_01 can only go along with step_01 itself"):
        hand_out(copy_course_of_two(tmp_path), ["step_02"], tmp_path / "desk", ["step_01"])
    result = CliRunner().invoke(
        main, ["--course", str(course.root), "handout", str(tmp_path / "desk"), "--solutions", "step_9"]
    )
    assert result.exit_code == 1
    assert "there is no assignment 'step_9'" in result.output
    assert not (tmp_path / "desk").exists()


def test_the_page_names_each_notebook_after_those_that_it_needs(whole: Path) -> None:
    page = (whole / "README.md").read_text()
    assert "$" not in page
    assert "`torch==2.13.0`" in page
    places = {name: page.index(f"({name}/{name}.ipynb) | ") for name in KIT.names()}
    for name in KIT.names():
        needs = handout.lesson_in(KIT.assignment(name)).needs
        assert all(places[need] < places[name] for need in needs)
    assert "Write your first Pyro model: one random variable and one parameter | 30 |" in page
    for line in page.splitlines():
        assert len(line) <= 120 or line.startswith("| [")


def test_lessons_come_by_name_but_after_their_needs_even_when_these_go_in_a_circle() -> None:
    needs = {"a": ("z",), "b": (), "c": ("elsewhere",), "x": ("y",), "y": ("x",), "z": ()}
    lessons = [Lesson(name, name, "", "", needs[name]) for name in reversed(needs)]
    assert [lesson.name for lesson in in_order(lessons)] == ["b", "c", "z", "a", "x", "y"]


def lesson(name: str, *needs: str) -> Lesson:
    return Lesson(name, f"On {name}", "To know it", "30", needs)


def test_the_table_has_a_part_for_those_before_pyro_one_for_the_steps_and_one_for_what_lies_beyond() -> None:
    names = ["beyond_1", "cold_store", "step_02", "before_1", "step_01", "before_2", "beyond_2"]
    needs = {"before_2": ["before_1"], "beyond_1": ["step_02"], "step_02": ["step_01"]}
    page = handout.page(in_order(lesson(name, *needs.get(name, [])) for name in names), [], "kit.whl")
    order = page.partition("## In which order")[2].partition("Each builds on")[0]
    tables = re.split(r"^### (.+)$", order, flags=re.MULTILINE)
    parts = dict(zip(tables[1::2], tables[2::2], strict=True))
    assert {title: re.findall(r"\]\((\w+)/", table) for title, table in parts.items()} == {
        "Before Pyro": ["before_1", "before_2"],
        "The steps": ["cold_store", "step_01", "step_02"],
        "Beyond the steps": ["beyond_1", "beyond_2"],
    }
    assert list(parts) == [part.title for part in handout.PARTS]
    assert all("| notebook | what for | minutes | after |" in table for table in parts.values())


def test_the_page_says_where_to_begin_for_whom() -> None:
    page = handout.page(in_order(map(lesson, ["beyond_1", "step_01", "before_1"])), [], "kit.whl")
    begin = " ".join(page.partition("## In which order")[2].partition("###")[0].split())
    for who, where in [
        ("You have never met a joint distribution", "`before_1`"),
        ("want to learn Pyro", "`step_01`"),
        ("You write models and guides in Pyro already", "`beyond_1`"),
    ]:
        assert where in begin.partition(who)[2].partition("- **")[0]
    assert "Python and torch only; Pyro is not used" in begin
    assert "open `before_1/before_1.ipynb`, or the lesson" in " ".join(page.split())


def test_a_hand_out_of_one_part_has_one_table_and_nobody_has_to_choose() -> None:
    page = handout.page([lesson("step_01"), lesson("step_02", "step_01")], [], "kit.whl")
    assert "###" not in page
    assert "You have never met" not in page
    assert page.count("| notebook | what for | minutes | after |") == 1
    assert "Then, in JupyterLab, open `step_01/step_01.ipynb`.\n" in page


# --- it stands alone ---------------------------------------------------------------------------------------------

# The libraries come first, because they may use what this platform has; then nothing of it is left for the kit.
ALONE = """
import importlib, json, sys
sys.path[:] = [SITE] + [path for path in sys.path if path != PROJECT]
import IPython, matplotlib.pyplot, numpy, pyro, pyro.infer, pyro.optim, pyro.distributions as dist, torch
for name in "fcntl grp pty pwd resource termios landlock pyseccomp pytest jupytext yaml".split():
    sys.modules[name] = None
for name in MODULES:
    importlib.import_module(name)

from autograder import expect, show

def model(data):
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(mu, 2.0), obs=data)

with expect.check("It stands alone"):
    trace = expect.trace(model, (torch.zeros(3),))
    expect.sites(trace, latent=["mu"], observed=["y"])
    expect.raised(expect.error(model, (None,)), "TypeError", "model(None)")
own = {name: module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "autograder"}
print(json.dumps(own))
"""


def test_the_wheels_modules_work_without_the_project(unpacked: Path, tmp_path: Path) -> None:
    files = [path.relative_to(unpacked) for path in unpacked.rglob("*.py")]
    modules = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files]
    assert {"autograder.expect", "autograder.show", "autograder.probes.pyro_answers"} <= set(modules)
    given = f"SITE, PROJECT, MODULES = {str(unpacked)!r}, {str(ROOT)!r}, {modules!r}\n"
    run = subprocess.run(
        [sys.executable, "-I", "-c", given + ALONE], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    assert "✓ It stands alone: looks right" in run.stdout
    own = json.loads(run.stdout.splitlines()[-1])
    assert set(own) == set(modules)
    assert all(Path(file).is_relative_to(unpacked) for file in own.values())


def test_what_notebooks_and_modules_import_is_in_the_wheel_or_required(unpacked: Path) -> None:
    modules = {path.relative_to(unpacked).with_suffix("").as_posix() for path in unpacked.rglob("*.py")}
    texts = [path.read_text() for path in unpacked.rglob("*.py")]
    texts += [code_of(KIT.assignment(name).released()) for name in KIT.names()]
    owners = packages_distributions()
    for node in (node for text in texts for node in ast.walk(ast.parse(text))):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names] if node.module == "autograder" else [str(node.module)]
        for name in names:
            if name.startswith("autograder"):
                path = name.replace(".", "/")
                assert {path, f"{path}/__init__"} & modules, name
            elif name.split(".")[0] not in sys.stdlib_module_names:
                assert set(owners[name.split(".")[0]]) & set(student_wheel.NEEDED), name


def test_the_wheel_says_what_it_needs_and_has_the_students_own_command(unpacked: Path) -> None:
    [metadata] = unpacked.glob("*.dist-info/METADATA")
    lines = metadata.read_text().splitlines()
    assert {line for line in lines if line.startswith("Requires-Dist: torch")} == {"Requires-Dist: torch==2.13.0"}
    assert len([line for line in lines if line.startswith("Requires-Dist")]) == len(student_wheel.NEEDED)
    assert not any("sys_platform" in line or "extra" in line for line in lines)
    commands = (metadata.parent / "entry_points.txt").read_text().splitlines()
    assert [line for line in commands if "=" in line] == ["autograder = autograder.desk.command:main"]


# --- whole or not at all -----------------------------------------------------------------------------------------


def test_a_folder_in_use_is_left_alone(course: Course, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "mine.txt").write_text("mine")
    for folder in (desk, desk / "mine.txt"):
        with pytest.raises(CourseError, match="in use"):
            hand_out(course, ["step_01"], folder)
    assert [path.name for path in desk.iterdir()] == ["mine.txt"]
    assert (desk / "mine.txt").read_text() == "mine"


def test_an_empty_folder_is_filled_and_missing_ones_are_made(course: Course, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "not" / "yet" / "there"):
        assert hand_out(course, ["step_01", "step_01"], folder) == ["step_01"]
        assert (folder / "step_01" / "step_01.ipynb").is_file()


def test_a_fault_on_the_way_leaves_nothing(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> Path:
        assert (folder / "step_01" / "step_01.ipynb").is_file()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(student_wheel, "build", full)
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(CourseError, match="No space left on device"):
        hand_out(course, ["step_01"], place / "desk")
    assert list(place.iterdir()) == []


def solved(notebook: nbformat.NotebookNode) -> None:
    next(cell for cell in notebook.cells if nbgrader_of(cell).get("solution")).source = "def model(): return 1"


def run(notebook: nbformat.NotebookNode) -> None:
    next(cell for cell in notebook.cells if cell.cell_type == "code").outputs = [
        nbformat.v4.new_output("stream", text="/home/teacher/secrets")
    ]


def grown(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.append(nbformat.v4.new_markdown_cell("remember: the answer is 42"))


@pytest.mark.parametrize("change", [solved, run, grown])
def test_a_release_that_was_worked_in_is_not_handed_out(course: Course, tmp_path: Path, change) -> None:
    release = course.assignment("step_01").release
    notebook = nbformat.read(release, as_version=4)
    change(notebook)
    nbformat.write(notebook, release)
    with pytest.raises(CourseError, match=r"not what a fresh build gives: run `autograder build step_01`"):
        hand_out(course, ["step_01"], tmp_path / "desk")
    assert not (tmp_path / "desk").exists()


def test_a_release_that_lags_behind_its_master_is_not_handed_out(course: Course, tmp_path: Path) -> None:
    script = course.assignment("step_01").script
    script.write_text(script.read_text().replace("How late is the bus?", "How early is the bus?"))
    with pytest.raises(CourseError, match="run `autograder build step_01`"):
        hand_out(course, ["step_01"], tmp_path / "desk")


def test_the_command_says_what_is_missing_in_one_sentence(course: Course, tmp_path: Path) -> None:
    def said(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--course", str(course.root), "handout", *arguments])
        assert (result.exit_code, result.exception.__class__) in [(0, None.__class__), (1, SystemExit)]
        return result.output

    assert "1 assignment. Students begin with README.md." in said(str(tmp_path / "desk"))
    assert "is in use: name a folder that is empty" in said(str(tmp_path / "desk"))
    assert "there is no assignment 'step_99'" in said(str(tmp_path / "other"), "step_99")
    shutil.rmtree(course.root / "release")
    assert "has no release notebook yet: run `autograder build step_01`" in said(str(tmp_path / "other"))
    shutil.rmtree(course.root / "solutions")
    assert "made in the instructor's copy of the course" in said(str(tmp_path / "other"))


# --- installed in an empty environment ---------------------------------------------------------------------------

# Runs each notebook from top to bottom as a student would who has not done a task yet.
RUN_ALL = """
import json, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient

facts = []
for path in sorted(Path(".").glob("*/*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, allow_errors=True, resources=folder).execute()
    for cell in notebook.cells:
        outputs = cell.get("outputs", [], "kit.whl")
        errors = [output.ename for output in outputs if output.output_type == "error"]
        said = "".join(output.data.get("text/plain", "") for output in outputs if output.output_type == "display_data")
        check = cell.metadata.get("nbgrader", {}).get("grade", False)
        facts.append({"cell": f"{path.stem} {cell.id}", "check": check, "errors": errors, "said": said})
Path(sys.argv[1]).write_text(json.dumps(facts))
"""
STILL_A_STUB = re.compile(r"is still the stub|still has its stub|There is no `\w+` in the notebook|^  Write \w+,", re.M)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_installed_alone_every_notebook_opens_and_its_checks_say_that_tasks_are_stubs(
    whole: Path, tmp_path: Path
) -> None:
    desk, environment, found = tmp_path / "desk", tmp_path / "venv", tmp_path / "found.json"
    shutil.copytree(whole, desk)
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt"], cwd=desk, check=True)
    subprocess.run([python, "-I", "-c", RUN_ALL, found], cwd=desk, check=True)
    cells = json.loads(found.read_text())
    checks = [cell for cell in cells if cell["check"]]
    assert len(checks) == sum(len(KIT.assignment(name).graded) for name in KIT.names())
    assert [cell for cell in checks if cell["errors"] != ["Mismatch"] or not STILL_A_STUB.search(cell["said"])] == []
    # Where an example uses what the student has not written yet, Python says so; nothing else goes wrong.
    assert {error for cell in cells for error in cell["errors"]} <= {"Mismatch", "NotImplementedError", "NameError"}
