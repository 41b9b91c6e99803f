"""A forbidden library handed in beside the notebook does not come in, and what nobody types is told."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course
from autograder.judging import borrowed
from autograder.judging.grading import Grader
from autograder.notebooks import nbgrader_of


def packed(name: str, content: bytes = b"x = 1") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def rolled(name: str, mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        archive.addfile(tarfile.TarInfo(name))
    return file.getvalue()


BORROWED = {
    "pyro/__init__.py": b"x = 1",
    "pyro.py": b"x = 1",
    "Pyro/infer.py": b"x = 1",
    "lib/pyro/contrib/minipyro.py": b"x = 1",
    "pyro_ppl-1.9.2.dist-info/METADATA": b"",
    "pyro-ppl-1.9.2.tar.gz": b"",
    "mini.py": b"import torch\nfrom pyro.contrib import minipyro",
    "indented.py": b"def f():\n    import pyro.poutine as p",
    "data.csv": packed("pyro/__init__.py"),
    "picture.png": b"\x89PNG" + packed("other.py"),
    "lib.zip": packed("a.py"),
    "lib.dat": rolled("a.py"),
    "lib.bin": rolled("a.py", "w:gz"),
    "lib.xz": b"",
    "mini.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
    "mini.data": b"\x7fELF",
}
OWN = {
    "data.csv": b"x,y\n1,2\n",
    "helpers.py": b"import torch\n\ndef f(x):\n    return x",
    "pyromania.py": b"x = 1",
    "notes/pyrotechnics.txt": b"one may import pyro elsewhere",
    "plot.png": b"\x89PNG\r\n",
    "empty": b"",
}


@pytest.mark.parametrize(("name", "content"), BORROWED.items(), ids=BORROWED)
def test_what_bears_or_may_hide_a_forbidden_module_is_left_out(name, content):
    found = borrowed.withheld(OWN | {name: content}, ("pyro",))
    assert set(found) == {name}
    assert name in found[name]
    assert borrowed.withheld({name: content}, ()) == {}


def test_own_files_stay():
    assert borrowed.withheld(OWN, ("pyro", "pyroapi")) == {}


def test_what_nobody_types_is_told():
    reference = new_notebook(cells=[new_code_cell("def f():\n    return 1")])
    honest = new_notebook(cells=[new_code_cell("def f():\n    # a longer way\n    x = 1\n    return x")])
    assert borrowed.remarks(honest, {"data.csv", "helpers.py"}, reference) == []
    library = new_notebook(cells=[new_code_cell("DATA = '" + "A" * 965_000 + "'"), new_code_cell("import helpers")])
    cell, size, module = borrowed.remarks(library, {"helpers.py", "other/x.py"}, reference)
    assert "965,009 characters" in cell
    assert "DATA = 'AAAA" in cell
    assert len(cell) < 200
    assert "the reference's has 21" in size
    assert module == "It imports helpers from beside the notebook."
    many = new_notebook(cells=[new_code_cell("x = 1\n" * 500) for _ in range(20)])
    assert borrowed.remarks(many, [], reference) == ["Its own code has 60,000 characters; the reference's has 21."]


@pytest.fixture
def course(built, tmp_path) -> Course:
    return Course(shutil.copytree(built.root, tmp_path / "course"))


@pytest.mark.parametrize("forbids", [True, False])
def test_a_library_beside_the_notebook_is_out_of_reach_where_it_is_forbidden(course, forbids):
    assignment = course.assignment("small")
    if forbids:
        (assignment.script.parent / "manifest.toml").write_text('forbidden = ["pyro"]\n')
    notebook = assignment.released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    task.source = (
        "import sys\nfor name in [n for n in sys.modules if n.split('.')[0] == 'pyro']:\n    del sys.modules[name]\n"
        "sys.path[:0] = ['.', 'lib.zip']\nimport pyro\ndouble = pyro.double"
    )
    code = b"def double(x):\n    return 2 * x"
    files = {"pyro/__init__.py": code, "lib.zip": packed("pyro.py", code), "own.csv": b"1"}
    graded = Grader(course.assignment("small")).grade(notebook, files=files)
    [outcome] = graded.outcomes
    assert outcome.status == ("failed" if forbids else "passed")
    told = [note for note in graded.notes if not note.startswith("The cell")]  # which stops where there is no pyro
    assert [note.split()[0] for note in told] == (["pyro/__init__.py", "lib.zip"] if forbids else ["It"])
