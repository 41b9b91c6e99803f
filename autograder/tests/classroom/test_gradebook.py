"""nbgrader's gradebooks share an engine within a run, and lose nothing by it; an older one is told."""

import shutil
import sqlite3

import nbgrader.api
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.classroom.gradebook import one_engine
from autograder.cli import main


def test_gradebooks_of_the_same_file_share_an_engine_and_its_compiled_statements(tmp_path, monkeypatch):
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: "any")  # a command that takes seconds to say so
    here, there = f"sqlite:///{tmp_path / 'here.db'}", f"sqlite:///{tmp_path / 'there.db'}"
    create = nbgrader.api.create_engine
    with one_engine():
        with Gradebook(here, "pyro") as first:
            first.add_student("ada")
        with Gradebook(here, "pyro") as second, Gradebook(there, "pyro") as other:
            assert second.engine is first.engine
            assert other.engine is not first.engine
            assert [student.id for student in second.students] == ["ada"]
            assert not other.students
    assert nbgrader.api.create_engine is create
    with Gradebook(here, "pyro") as later:
        assert later.engine is not first.engine
        assert [student.id for student in later.students] == ["ada"]


def test_a_gradebook_of_an_older_nbgraders_is_told_in_one_sentence(built, tmp_path):
    shutil.copytree(built.root, tmp_path, dirs_exist_ok=True)
    shutil.copytree(tmp_path / "release" / "small", tmp_path / "submitted" / "ada" / "small")
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        book.execute("ALTER TABLE grade DROP COLUMN extra_credit")
        book.execute("ALTER TABLE assignment DROP COLUMN duedate")
    for command in ("grade", "report", "build"):
        result = CliRunner().invoke(main, ["--course", str(tmp_path), command, "small"])
        assert result.exit_code in (1, 2)
        assert isinstance(result.exception, SystemExit)
        said = " ".join(result.output.split())
        assert "was made by an older nbgrader: keep a copy of it, and run `nbgrader db upgrade`" in said, command
        assert said.count("nbgrader db upgrade") == 1
    assert not (tmp_path / "autograded").exists()
    assert (tmp_path / "release" / "small" / "small.ipynb").is_file()
