"""Tests that nbgrader's gradebooks share an engine within a run, and lose nothing by it."""

import nbgrader.api
from nbgrader.api import Gradebook

from autograder.classroom.gradebook import one_engine


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
