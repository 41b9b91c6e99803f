"""nbgrader's export: its columns and options, quoted, and no name that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from nbgrader.api import Gradebook

from autograder import settings
from autograder.classroom.export import COLUMNS, CsvExport
from autograder.course import Course


def test_the_export_has_nbgraders_columns_and_no_formulas(built: Course, tmp_path: Path) -> None:
    course = Course(Path(shutil.copytree(built.root, tmp_path / "course")))
    told = settings.of(course)
    with Gradebook(told.db_url, told.course_id) as gradebook:
        gradebook.update_or_create_student("bea", first_name='@x", "y', last_name="Last, Name\n=1", email=None)
        gradebook.update_or_create_student("=2+2")
        path = tmp_path / "grades.csv"
        CsvExport(to=str(path)).export(gradebook)
        plain = tmp_path / "plain.csv"
        CsvExport.__base__(to=str(plain), student=["bea"]).export(gradebook)
        CsvExport(to=str(tmp_path / "one.csv"), student=["bea"]).export(gradebook)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS) == plain.read_text().splitlines()[0].split(",")
    by_student = {row["student_id"]: row for row in rows}
    assert set(by_student) == {"bea", "'=2+2"}
    assert by_student["bea"]["first_name"] == '\'@x", "y'
    assert by_student["bea"]["last_name"] == "Last, Name\n=1"
    assert (by_student["bea"]["score"], by_student["bea"]["max_score"]) == ("0.0", "2.0")
    with (tmp_path / "one.csv").open(newline="") as file:
        assert [row["student_id"] for row in csv.DictReader(file)] == ["bea"]
