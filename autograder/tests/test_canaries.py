"""Canaries: words and numbers planted in graders, reference and wrong answers turn up nowhere that a student can see.

A search must not find itself: the searching cell holds each canary as a pattern of one-letter classes, never whole.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder import settings
from autograder.authoring import build, student_wheel
from autograder.authoring.handout import hand_out
from autograder.classroom import submissions
from autograder.classroom.run import grade as grade_class
from autograder.course import Assignment, Course
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of

ROOT = Path(__file__).resolve().parents[2]

IN_GRADER, IN_COMMENT = "Canary8f1Grader", "Canary8f2Remark"
IN_REFERENCE, IN_WRONG = "Canary8f3Master", "Canary8f4Wrong"
IN_ANSWER, IN_SCHEME = "Canary8f6Answer", "Canary8f7Scheme"  # for a person who grades
IN_VALUE = "Canary8f5Value"  # a text that the reference returns and the grader compares with
EXPECTED = 71828.18284590452  # likewise a number
WORDS = (IN_GRADER, IN_COMMENT, IN_REFERENCE, IN_WRONG, IN_VALUE, IN_ANSWER, IN_SCHEME)


def marked(grade_id: str, grade: bool = False, solution: bool = False, task: bool = False, **more: int) -> str:
    """A cell's nbgrader metadata in py:percent."""
    fields = {"grade": grade, "grade_id": grade_id, "locked": not solution, **more}
    return "nbgrader=" + json.dumps(fields | {"schema_version": 3, "solution": solution, "task": task})


TEXT, TASK = marked("intro"), marked("answer", solution=True)
NUMBER, WORDING = marked("answer_number", grade=True, points=2), marked("answer_text", grade=True, points=1)
WHY, ESSAY = marked("why", grade=True, solution=True, points=3), marked("essay", task=True, points=4)
MASTER = '''
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %%%% [markdown] %(TEXT)s
# # Canaries
#
# | | |
# |---|---|
# | **Goal** | g |
# | **Minutes** | 5 |
# | **Prerequisites** | none |
#
# <details><summary>Hint 1</summary>a</details>
# <details><summary>Hint 2</summary>b</details>

# %%%%
from autograder import expect

# %%%% %(TASK)s
def answer(x: float):
    """A number and a text."""
    ### BEGIN SOLUTION
    IN_REFERENCE = "%(IN_REFERENCE)s"  # never shown
    return [%(EXPECTED)r * x, "%(IN_VALUE)s"]
    ### END SOLUTION


# %%%% %(NUMBER)s
with expect.check("a number"):
    expect.length(expect.call(answer, (1.0,)), 2, "what answer(1.0) returned")

# %%%% %(WORDING)s
with expect.check("a text"):
    expect.length(expect.call(answer, (2.0,)), 2, "what answer(2.0) returned")

# %%%% [markdown] %(WHY)s
# ### BEGIN SOLUTION
# %(IN_ANSWER)s
# ### END SOLUTION

# %%%% [markdown] %(ESSAY)s
# Write an essay.
#
# === BEGIN MARK SCHEME ===
# %(IN_SCHEME)s
# === END MARK SCHEME ===
'''
GRADERS = '''
"""Hidden graders."""

from autograder import expect

SECRET = "%(IN_GRADER)s"


def test_answer_number(student, reference):
    """A number is looked at."""
    # %(IN_COMMENT)s
    assert SECRET
    expect.close(student.call("answer", (1.0,))[0], %(EXPECTED)r, "the number that answer(1.0) returned", rtol=1e-6)


def test_answer_text(student, reference):
    """A text is looked at."""
    want = reference.call("answer", (1.0,))
    expect.equal(student.call("answer", (1.0,))[1], "%(IN_VALUE)s", "the text that answer(1.0) returned")
    expect.equal(student.call("answer", (1.0,)), want, "what answer(1.0) returned")
'''
RIGHT = """
# ---
# title: right
# ---

# %%%% grade_id="answer"
def answer(x):
    return ["%(EXPECTED)r" and %(EXPECTED)r * x, "%(IN_VALUE)s"]
"""
WRONG = """
# ---
# title: wrong
# wrong: It says %(IN_WRONG)s.
# caught_by: [answer_number]
# hint: Look again.
# ---

# %%%% grade_id="answer"
def answer(x):
    return [0.0 * len("%(IN_WRONG)s"), "%(IN_VALUE)s"]
"""


def spelled(text: str | bytes) -> str:
    """A pattern, as source, that matches the text and does not hold it."""
    raw = text.encode() if isinstance(text, str) else text
    return "".join(f"[\\x{byte:02x}]" for byte in raw)


# All canary words begin alike, so that memory is read once for all. The word with a 9 is the control: it is made at run
# time and so is in memory, and a search that misses it is broken. Libraries' code is mapped from files, not searched.
SEARCH = """
import gc, os, re, sys, linecache

PATTERNS = {name: re.compile(source.encode(), re.DOTALL) for name, source in SPELLED.items()}
control = "".join(["Can", "ary", "8f", "9", "Word"])
keep_control = {"text": control, "bytes": control.encode(), "number": [CONTROL_NUMBER * 2]}

def matches(where, data):
    if isinstance(data, str):
        data = data.encode("utf-8", "replace")
    words = {match.group(1).decode() for match in PATTERNS["word"].finditer(data)}
    numbers = {name for name in ("number", "number as text") if PATTERNS[name].search(data)}
    return {(where, name) for name in words | numbers}

def in_memory():
    found, size = set(), 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.read().splitlines():
            span, rights = line.split()[:2]
            if "r" not in rights or "[v" in line or (".so" in line and "w" not in rights):
                continue
            at, end = (int(part, 16) for part in span.split("-"))
            while at < end:
                step = min(end - at, 16 << 20)
                try:
                    memory.seek(at)
                    data = memory.read(step)
                except (OSError, ValueError, OverflowError):
                    break
                found |= matches("memory", data)
                size += len(data)
                at += step - (64 if step == 16 << 20 else 0)
    return found, size

def in_objects():
    gc.unfreeze()
    seen, numbers, found = 0, set(), set()
    for one in gc.get_objects():
        for part in gc.get_referents(one):
            seen += 1
            if type(part) in (str, bytes):
                found |= matches("objects", part)
            elif type(part) is float:
                numbers.add(part)
    return found | {("objects", "number 9") for number in numbers if number == CONTROL_NUMBER * 2}, seen

def in_sources():
    found, seen = set(), 0
    for module in list(sys.modules.values()):
        name = str(getattr(module, "__file__", None) or "")
        found |= matches("module names", name + str(getattr(module, "__name__", "")))
        if name.endswith(".py"):
            try:
                with open(name, "rb") as file:
                    found |= matches("module sources", file.read())
                seen += 1
            except OSError:
                pass
    for lines in list(linecache.cache.values()):
        found |= matches("line cache", str(lines))
    return found, seen

def around():
    found, seen = set(), 0
    for process in ("self", str(os.getppid())):
        for name in ("environ", "cmdline", "maps"):
            try:
                with open(f"/proc/{process}/{name}", "rb") as file:
                    found |= matches(name, file.read())
                seen += 1
            except OSError:
                pass
    for folder, folders, files in os.walk(os.getcwd()):
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                found |= matches("folder", name.encode() + file.read())
    return found | matches("os.environ", str(dict(os.environ))) | matches("names", str(globals().keys())), seen

# what a probe writes is undone after it, but for what is found here
from autograder.child import unshared
_facts = unshared._facts
unshared._facts = lambda folder: {name: fact for name, fact in _facts(folder).items() if "found_" not in str(name)}

def search(place):
    try:
        memory, size = in_memory()
    except PermissionError:  # confined: a probe's own process may not look at itself
        memory, size = set(), 0
    objects, count = in_objects()
    sources, modules = in_sources()
    near, files = around()
    found = memory | objects | sources | near
    with open(f"found_{place}.txt", "a") as file:
        print(sorted(found), size, count, modules, files, sep="|", file=file)
"""


@dataclass(frozen=True)
class Found:
    """What one search said."""

    matches: set[tuple[str, str]]
    bytes: int
    objects: int
    sources: int
    files: int


@dataclass(frozen=True)
class Planted:
    """The graded course: its folder, what searches in cells and in the probed function said, and its pages."""

    course: Course
    assignment: Assignment
    searches: dict[str, list[Found]]
    row: Graded
    autograded: str
    feedback: str


def filled(text: str) -> str:
    return textwrap.dedent(text).lstrip() % {name: value for name, value in globals().items() if name.isupper()}


def plant(folder: Path) -> Course:
    """A course with one assignment, canaries in all that students must not see, built and released."""
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    texts = {
        "solutions/canary/canary.py": MASTER,
        "solutions/canary/right/other.py": RIGHT,
        "solutions/canary/wrong/zero.py": WRONG,
        "autograder/graders/test_canary.py": GRADERS,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled(text))
    course = Course(folder)
    build.build(course, ["canary"], lambda line: None)
    return course


def searching(assignment: Assignment) -> nbformat.NotebookNode:
    """A submission whose cells and whose graded function search for the canaries."""
    patterns = {
        "word": spelled("Canary8f") + "([0-9])",
        "number": spelled(struct.pack("<d", EXPECTED)),
        "number as text": spelled(repr(EXPECTED)[:9]),
    }
    notebook = assignment.released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == "answer"]
    task.source = (
        f"SPELLED = {patterns!r}\nCONTROL_NUMBER = 1234.5678\n{SEARCH}\nsearch('cell')\n"
        "def answer(x):\n    search('probe')\n    return [1.5 * x, 'guess']\n"
    )
    last = (
        "search('last')\nfor place in ('cell', 'probe', 'last'):\n    print(open(f'found_{place}.txt').read() + '--')"
    )
    notebook.cells.append(nbformat.v4.new_code_cell(last, id="last"))
    return notebook


def read_searches(notebook: nbformat.NotebookNode) -> dict[str, list[Found]]:
    [output] = notebook.cells[-1].outputs
    parts = output.text.split("--\n")[:3]
    found = {}
    for place, part in zip(("cell", "probe", "last"), parts, strict=True):
        lines = [line.split("|") for line in part.splitlines()]
        found[place] = [Found(set(eval(line[0], {"__builtins__": {}})), *map(int, line[1:])) for line in lines]
    return found


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    course = plant(tmp_path_factory.mktemp("canary"))
    assignment = course.assignment("canary")
    path = course.root / "submitted" / "eve" / "canary" / "canary.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(searching(assignment), path)
    [row] = grade_class(course, submissions.find(course, "canary"))
    assert row.problem == ""
    from nbgrader.apps.api import NbGraderAPI

    result = NbGraderAPI(config=settings.of(course).config).generate_feedback("canary", "eve", force=True)
    assert result["success"], result
    autograded = course.root / "autograded" / "eve" / "canary" / "canary.ipynb"
    feedback = course.root / "feedback" / "eve" / "canary" / "canary.html"
    searches = read_searches(nbformat.read(autograded, as_version=4))
    return Planted(course, assignment, searches, row, autograded.read_text(), feedback.read_text())


NUMBER_FORMS = [repr(EXPECTED)[:9], f"{EXPECTED:.6g}", f"{EXPECTED:.5g}", f"{EXPECTED:.0f}", "7.18", "71,828"]


def canaries_in(text: str) -> list[str]:
    return [word for word in (*WORDS, *NUMBER_FORMS) if word in text]


def test_the_canaries_are_planted_and_the_right_answers_know_them(planted: Planted) -> None:
    secret = planted.assignment.graders.read_text() + planted.assignment.script.read_text()
    secret += (planted.assignment.script.parent / "wrong" / "zero.py").read_text()
    assert [word for word in (*WORDS, repr(EXPECTED)) if word not in secret] == []
    graded = Grader(planted.assignment).grade(planted.assignment.reference.notebook)
    assert (graded.score, graded.points, graded.waiting) == (3.0, 10.0, 7.0)


@pytest.mark.parametrize("place", ["cell", "probe", "last"])
def test_no_search_from_within_finds_a_canary(planted: Planted, place: str) -> None:
    assert planted.searches[place]
    for found in planted.searches[place]:
        assert {name for _, name in found.matches} == {"9", "number 9"}, found.matches
        seen = {where for where, name in found.matches if name == "9"}
        assert "objects" in seen
        assert found.bytes == 0 or (found.bytes > 100 << 20 and "memory" in seen)
        assert found.objects > 100_000
        assert found.sources > 500
        assert found.files >= (3 if found.bytes else 0)


def test_the_graded_function_was_searched_from_in_each_probe(planted: Planted) -> None:
    """Twice in the notebook's own checks, and once or more in each grader's probes."""
    assert len(planted.searches["probe"]) >= 4


def test_the_pages_say_what_was_wrong_and_hold_no_canary(planted: Planted) -> None:
    assert planted.row.score == 0.0
    assert [outcome.status for outcome in planted.row.outcomes] == ["failed", "failed", "failed", "not_graded"]
    for page in (planted.autograded, planted.feedback):
        assert "The number that answer(1.0) returned is 1.5" in page
    assert canaries_in(planted.feedback) == []
    assert canaries_in(planted.autograded) == [IN_ANSWER, IN_SCHEME]  # formgrader's, for whoever grades
    texts = json.dumps([outcome.public() for outcome in planted.row.outcomes])
    assert canaries_in(texts) == []


def test_the_release_holds_no_canary(planted: Planted) -> None:
    text = planted.assignment.release.read_text()
    assert "answer_number" in text
    assert canaries_in(text) == []
    assert len(list(planted.assignment.release.parent.iterdir())) == 1


def test_a_known_wrong_answer_gets_its_hint_and_no_canary(planted: Planted) -> None:
    source = "def answer(x):\n    return [0.0 * x, 'x' * int(x)]"
    notebook = planted.assignment.released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("grade_id") == "answer"]
    task.source = source
    graded = Grader(planted.assignment).grade(notebook)
    assert graded.score == 0.0
    assert canaries_in(json.dumps([outcome.public() for outcome in graded.outcomes])) == []


# --- packages ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of a wheel and a source package of the kit, built with canaries among its graders and tests."""
    folder = tmp_path_factory.mktemp("kit")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=skipped)
    for name in ("graders/test_canary.py", "graders/props/canary.py", "graders/deeper/canary.py", "tests/canary.py"):
        path = folder / "autograder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'SECRET = "{IN_GRADER}"\n')
    for name in ("solutions", "source", "release"):
        (folder / name).mkdir()
        (folder / name / "canary.py").write_text(f'SECRET = "{IN_REFERENCE}"\n')
    out = folder / "out"
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(out), "."]
    source = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(out)]
    for command in (wheel, source):
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    [wheel_file], [source_file] = out.glob("*.whl"), out.glob("*.tar.gz")
    with zipfile.ZipFile(wheel_file) as archive:
        in_wheel = {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(source_file) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        in_source = {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]
    return {"wheel": in_wheel, "sdist": in_source}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_packages_hold_the_kit_but_no_grader_and_no_canary(packages: dict[str, dict[str, bytes]], kind: str) -> None:
    files = packages[kind]
    assert any(name.endswith("autograder/expect/__init__.py") for name in files)
    assert any(name.endswith("autograder/probes/answers.py") for name in files)
    inner = [name for name in files if re.search(r"(^|/)(graders|tests|solutions|source|release)(/|$)", name)]
    assert inner == []
    assert [name for name, content in files.items() if b"Canary8f" in content] == []


# --- the hand-out ------------------------------------------------------------------------------------------------

# What of the kit may lie on a student's machine: these rooms, and no other.
FOR_STUDENTS = {"__init__", "desk", "expect", "probes", "show"}


@pytest.fixture(scope="module")
def handed_out(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a hand-out and of its wheel, made by a kit with canaries in all that is not for students.

    The course has been taught: it has a key, a gradebook, records, submissions, feedback.
    """
    folder = tmp_path_factory.mktemp("teacher")
    package = folder / "autograder"
    shutil.copytree(student_wheel.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for path in package.rglob("*.py"):
        if path.relative_to(package).with_suffix("").parts[0] not in FOR_STUDENTS:
            path.write_text(f'SECRET = "{IN_GRADER}"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(student_wheel, "PACKAGE", package)
        hand_out(planted.course, ["canary"], folder / "desk")
    files = {path.relative_to(folder / "desk").as_posix(): path for path in (folder / "desk").rglob("*")}
    found = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    [wheel] = (path for path in files.values() if path.suffix == ".whl")
    with zipfile.ZipFile(wheel) as archive:
        return found | {f"wheel/{name}": archive.read(name) for name in archive.namelist()}


def test_a_hand_out_holds_no_canary_and_nothing_of_the_instructors(
    planted: Planted, handed_out: dict[str, bytes]
) -> None:
    assert {"README.md", "requirements.txt", "canary/canary.ipynb", "wheel/autograder/expect/__init__.py"} < set(
        handed_out
    )
    assert (planted.course.root / "gradebook.db").is_file()
    assert [name for name, content in handed_out.items() if b"Canary8f" in content] == []
    assert [name for name, content in handed_out.items() if repr(EXPECTED)[:9].encode() in content] == []
    hint, title = (getattr(planted.assignment.wrong[0], part) for part in ("hint", "title"))
    instructors = [hint, f"title: {title}", "def test_", "BEGIN SOLUTION", str(planted.course.root), str(ROOT)]
    secrets = [planted.course.key, planted.course.key.hex().encode(), *(text.encode() for text in instructors)]
    assert [(name, secret) for name, content in handed_out.items() for secret in secrets if secret in content] == []
    names = re.compile(r"grader[s_]|solution|wrong|right|gradebook|\.autograder|\bkey\b|\.db$")
    assert [name for name in handed_out if names.search(name)] == []


def test_solutions_that_are_handed_out_hold_the_right_answers_and_no_other_canary(
    planted: Planted, tmp_path: Path
) -> None:
    hand_out(planted.course, ["canary"], tmp_path / "desk", ["canary"])
    notebooks = {path.name: path.read_text() for path in (tmp_path / "desk").rglob("*.ipynb")}
    assert set(notebooks) == {"canary.ipynb", "canary_reference.ipynb", "canary_other.ipynb"}
    assert canaries_in(notebooks["canary.ipynb"]) == []
    assert {IN_REFERENCE, IN_VALUE, IN_ANSWER} < set(canaries_in(notebooks["canary_reference.ipynb"]))
    for text in notebooks.values():
        assert {IN_GRADER, IN_COMMENT, IN_WRONG, IN_SCHEME} & set(canaries_in(text)) == set()
