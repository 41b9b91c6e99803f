"""nbgrader's export of the gradebook to CSV, quoted, and with no name that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

from autograder.classroom.printed import in_table

# As nbgrader has them.
COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class CsvExport(CsvExportPlugin):
    """A line for each student and assignment, with the columns and options of nbgrader's own."""

    def export(self, gradebook: Gradebook) -> None:
        path, students, names = self.to or "grades.csv", set(map(str, self.student)), set(map(str, self.assignment))
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="", encoding="utf-8", errors="backslashreplace") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if (names and assignment.name not in names) or (students and student.id not in students):
                        continue
                    stamp, raw, penalty = "", 0.0, 0.0
                    try:
                        handed_in = gradebook.find_submission(assignment.name, student.id)
                        stamp, raw, penalty = handed_in.timestamp, handed_in.score, handed_in.late_submission_penalty
                    except MissingEntry:  # nothing was handed in
                        pass
                    row = [assignment.name, assignment.duedate, stamp, student.id, student.last_name]
                    row += [student.first_name, student.email, raw, penalty, max(0.0, raw - penalty)]
                    row.append(assignment.max_score)
                    lines.writerow(["" if value is None else in_table(str(value)) for value in row])
