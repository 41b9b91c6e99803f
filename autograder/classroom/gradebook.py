"""nbgrader's gradebook: what it says of submissions, and how it is opened again and again for little."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import nbgrader.api
from nbgrader.api import Gradebook
from sqlalchemy import inspect, select

from autograder.course import CourseError
from autograder.judging.graded import Mark, Standing
from autograder.settings import OLDER, Settings


@contextmanager
def one_engine() -> Iterator[None]:
    """Within it, each of nbgrader's gradebooks of the same file has the same engine, and looks once for its tables.

    For one submission nbgrader's converters open the gradebook nine times, each time with an engine of its own, and an
    engine knows only the statements that it has compiled itself: a third of all that nbgrader does. A gradebook that is
    closed disposes of its connections, which an engine survives (SQLAlchemy, Engine.dispose).
    """
    create, tables = nbgrader.api.create_engine, nbgrader.api.Base.metadata
    nbgrader.api.create_engine = functools.cache(create)
    tables.create_all = functools.cache(tables.create_all)  # an attribute of its own, before the class's
    try:
        yield
    finally:
        nbgrader.api.create_engine = create
        del tables.create_all


def standings(told: Settings, assignment: str, student: str | None = None) -> dict[str, Standing]:
    """What the gradebook says now of an assignment's submissions, by student; only of one's, where one is named.

    Who has handed in what nbgrader could not grade has a standing without marks.
    """
    api = nbgrader.api
    handed, book, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
    times = (handed.timestamp, api.Assignment.duedate, handed.extension)
    scores = (grade.auto_score, grade.manual_score, grade.score, grade.max_score, grade.needs_manual_grade)
    query = (
        select(handed.student_id, *times, book.id, book.late_submission_penalty, api.BaseCell.name, *scores)
        .join(api.Assignment, handed.assignment_id == api.Assignment.id)
        .outerjoin(book, book.assignment_id == handed.id)
        .outerjoin(grade, grade.notebook_id == book.id)
        .outerjoin(api.BaseCell, grade.cell_id == api.BaseCell.id)
        .where(api.Assignment.name == assignment)
        .order_by(api.BaseCell.name)
    )
    if student is not None:
        query = query.where(handed.student_id == student)
    with Gradebook(told.db_url, told.course_id) as gradebook:
        rows = gradebook.db.execute(query).all()
    marks: dict[str, list[Mark]] = {}
    penalties: dict[str, dict[str, float]] = {}
    said: dict[str, tuple[str, float]] = {}
    for who, stamp, due, extension, part, penalty, name, auto, by_hand, score, points, waits in rows:
        late = (stamp - due - (extension or timedelta())).total_seconds() if stamp and due else 0.0
        said[who] = f"{stamp} {due} {extension}", max(late, 0.0)
        penalties.setdefault(who, {})[part] = float(penalty or 0.0)  # a notebook's, in the row of each of its cells
        if name is not None:
            mark = Mark(name, float(score), float(points), auto, by_hand is not None, bool(waits))
            marks.setdefault(who, []).append(mark)
    return {
        who: Standing(tuple(marks.get(who, ())), sum(penalties[who].values()), late, times)
        for who, (times, late) in said.items()
    }


def has(told: Settings, assignment: str) -> bool:
    """Whether the gradebook knows the assignment, as it does once it is built.

    Raises:
        CourseError: when an older nbgrader has made it.
    """
    prefix, _, path = told.db_url.partition(":///")
    if prefix == "sqlite" and not Path(path).is_file():  # to open it would make it
        return False
    with Gradebook(told.db_url, told.course_id) as gradebook:
        tables = inspect(gradebook.engine)
        for table in nbgrader.api.Base.metadata.sorted_tables:
            if {column.name for column in table.columns} - {found["name"] for found in tables.get_columns(table.name)}:
                raise CourseError(f"the gradebook ({told.db_url}) {OLDER}")
        query = select(nbgrader.api.Assignment.id).where(nbgrader.api.Assignment.name == assignment)
        return gradebook.db.execute(query).first() is not None
