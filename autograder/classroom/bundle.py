"""An assignment as another machine needs it to judge: its files in a small course, and no key, class or gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Assignment, Course
from autograder.judging.digests import records_digest
from autograder.judging.graded import Graded
from autograder.judging.store import Reply, Store
from autograder.judging.variants import Draw
from autograder.notebooks import regular_files, write_files

RECORDS = ".autograder/records.sqlite"


@dataclass(frozen=True)
class Bundle:
    """The files of a course with one assignment, by their paths in it: text, release, graders, props, records so far.

    The course key is not among them: who judges gets a :class:`Draw` for each submission.
    """

    assignment: str
    files: Mapping[str, bytes]

    @staticmethod
    def of(assignment: Assignment, store: Store) -> Bundle:
        """The bundle of an assignment, with what the store holds of it.

        Raises:
            CourseError: where a file that must be there is missing or cannot be read.
        """
        name = assignment.name
        assignment.released()
        files = {f"solutions/{name}/{path}": text for path, text in regular_files(assignment.script.parent).items()}
        files |= {f"source/{name}/{path}": content for path, content in assignment.files.items()}
        files[f"release/{name}/{name}.ipynb"] = assignment.release.read_bytes()
        files[f"autograder/graders/test_{name}.py"] = assignment.graders.read_bytes()
        files |= {f"autograder/graders/props/{path.name}": path.read_bytes() for path in assignment.named_props}
        files[RECORDS] = store.excerpt(records_digest(assignment), assignment.reference.digest)
        return Bundle(name, files)

    def unpack(self, folder: Path) -> Assignment:
        """Write it into a new folder that nobody else can read, and give the assignment there."""
        write_files(folder, self.files)
        (folder / "autograder" / "graders" / "props").mkdir(exist_ok=True)
        return Course(folder).assignment(self.assignment)


@dataclass(frozen=True)
class Sheet:
    """One submission on its way to a judge elsewhere: what :meth:`Grader.grade` takes."""

    notebook: NotebookNode
    files: Mapping[str, bytes]
    environment: Mapping[str, str]
    draw: Draw


@dataclass(frozen=True)
class Judged:
    """What a judge elsewhere answers: the result, and the course's own answers' replies that are new.

    Where there is no result, ``trouble`` is the traceback.
    """

    graded: Graded | None
    replies: Sequence[Reply]
    trouble: str = ""
