"""Keeps what the reference and the wrong answers answered, so that each question is asked of them once."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import struct
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course, CourseError
from autograder.probes.wire import decode, encode

_SCHEMA = (
    """
    create table if not exists replies (
        subject text, place text, question text, reply blob, primary key (subject, place, question)
    )
    """,
    """
    create table if not exists mutants (
        reference text, cell text, status text, code text, task text, operator text, hint text, source text,
        primary key (reference, task, source)
    )
    """,
)


Reply = tuple[str, str, str, bytes]  # a row of replies


@dataclass(frozen=True)
class KeptMutant:
    """A mutant of a reference that loses points, and how.

    ``cell`` is the first graded cell that it fails, with this ``status`` and ``code``; ``source`` stands in place of
    the solution cell ``task``. ``hint`` is its operator's, in general words.
    """

    cell: str
    status: str
    code: str
    task: str
    operator: str
    hint: str
    source: str


class Store:
    """A small database of replies, written by several processes at once without harm.

    Keys carry the digests of all that an answer depends on, so nothing in it is ever out of date; deleting the file
    costs time only.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=60.0, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode=wal")
        for table in _SCHEMA:
            self._db.execute(table)

    @staticmethod
    def of(course: Course) -> Store:
        """The one store of a course."""
        path = course.private / "records.sqlite"
        try:
            path.open("ab").close()  # one that can only be read is found out now, and not by a grader
            for each in path.parent.glob(f"{path.name}*"):  # SQLite gives new files beside it the same mode
                course.open_to_group(each)
            return Store(path)
        except (sqlite3.Error, OSError) as error:
            raise CourseError(f"{path}, where answers are kept, cannot be used: {error}") from None

    def reply(self, subject: str, place: str, question: str) -> Any | None:
        """What a subject answered to a question at a graded cell, or None."""
        row = self._db.execute(
            "select reply from replies where subject=? and place=? and question=?", (subject, place, question)
        ).fetchone()
        if row is None:
            return None
        (size,) = struct.unpack_from(">I", row[0])
        return decode(row[0][4 : 4 + size], row[0][4 + size :])

    def knows(self, subject: str) -> bool:
        """Whether any answer of a subject is kept."""
        return self._db.execute("select 1 from replies where subject=? limit 1", (subject,)).fetchone() is not None

    def keep_reply(self, subject: str, place: str, question: str, reply: Any) -> None:
        """Keep an answer."""
        text, buffer = encode(reply)
        blob = struct.pack(">I", len(text)) + text + buffer
        self._db.execute("insert or replace into replies values (?, ?, ?, ?)", (subject, place, question, blob))

    def keep_mutant(self, reference: str, mutant: KeptMutant) -> None:
        """Keep a mutant of the reference with this digest."""
        facts = asdict(mutant) | {"reference": reference, "code": without_numbers(mutant.code)}
        names = ", ".join(facts)
        places = ", ".join("?" * len(facts))
        self._db.execute(f"insert or replace into mutants ({names}) values ({places})", tuple(facts.values()))

    def forget_mutants(self, reference: str) -> None:
        """Forget the mutants of the reference with this digest."""
        self._db.execute("delete from mutants where reference=?", (reference,))

    def mutants(self, reference: str, cell: str, status: str, code: str) -> list[KeptMutant]:
        """The mutants whose first failure was this one, numbers in its code aside; those with a hint alone are kept."""
        rows = self._db.execute(
            "select cell, status, code, task, operator, hint, source from mutants"
            " where reference=? and cell=? and status=? and code=? order by operator, source",
            (reference, cell, status, without_numbers(code)),
        )
        return [KeptMutant(*row) for row in rows]

    def excerpt(self, records: str, reference: str) -> bytes:
        """A database file of what is kept of one assignment.

        Args:
            records: the digest of its records, with which the names of its subjects begin.
            reference: the digest of its reference, whose mutants they are.
        """
        with contextlib.closing(sqlite3.connect(":memory:")) as part:
            for table in _SCHEMA:
                part.execute(table)
            # ':' and ';' are neighbours: what lies between begins with the first
            ours = "select * from replies where subject > ? and subject < ? order by 1, 2, 3"
            replies = self._db.execute(ours, (f"{records}:", f"{records};"))
            part.executemany("insert into replies values (?, ?, ?, ?)", replies)
            mutants = self._db.execute("select * from mutants where reference=? order by 1, 5, 8", (reference,))
            part.executemany("insert into mutants values (?, ?, ?, ?, ?, ?, ?, ?)", mutants)
            part.commit()
            return part.serialize()

    def newest(self) -> int:
        """The number of the reply that was kept last; later ones have higher numbers."""
        return self._db.execute("select coalesce(max(rowid), 0) from replies").fetchone()[0]

    def replies_after(self, number: int) -> list[Reply]:
        """The replies with higher numbers, for the store of another machine."""
        query = "select subject, place, question, reply from replies where rowid > ? order by rowid"
        return self._db.execute(query, (number,)).fetchall()

    def add(self, replies: Sequence[Reply]) -> None:
        """Keep replies that another store gave."""
        self._db.executemany("insert or replace into replies values (?, ?, ?, ?)", replies)

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def without_numbers(code: str) -> str:
    """An expectation's code where its numbers, which come from a variant, do not matter."""
    return re.sub(r"\d+(\.\d+)?", "#", code)
