"""nbgrader's preprocessors of the kit, named in nbgrader_config.py: repair, run and grade, clean, show, save."""

from __future__ import annotations

import base64
import contextlib
import html
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.preprocessors import CheckCellMetadata, Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Enum

from autograder.classroom.history import keep
from autograder.classroom.rendering import Room, clean
from autograder.course import Assignment, Course, CourseError, trains
from autograder.judging.digests import grade_digest
from autograder.judging.grading import Graded, Grader
from autograder.judging.outcomes import Outcome
from autograder.judging.repair import repair
from autograder.notebooks import nbgrader_of, regular_files, write_files
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import WarmParent, shared

Resources = dict[str, Any]
NO_LIMIT = 1e9  # seconds

# Results that workers have made ahead, by their digest; each is used once. Without them a submission is graded here.
prepared: dict[str, Graded] = {}
_held: dict[tuple[Path, str], Assignment] = {}
_assignments: dict[tuple[str, str], Assignment] = {}
_graders: dict[Assignment, Grader] = {}
# nbgrader converts twice and hands nothing from the first pass to the second.
_repaired: dict[tuple[str, str], list[str]] = {}


def _assignment(preprocessor: NbGraderPreprocessor, resources: Resources) -> Assignment | None:
    """The kit's assignment behind what nbgrader converts, or None for one that its own cells grade."""
    root = Path(CourseDirectory(config=preprocessor.config).root)
    name, notebook = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
    course = Course(root)
    assignment = _held.get((course.root, name)) or (course.assignment(name) if name in course.names() else None)
    if name != notebook or assignment is None or not assignment.graders.is_file():
        return None
    # one object for each state of its files: it has read them once, and nbgrader asks many times a submission
    return _assignments.setdefault((str(root), grade_digest(assignment)), assignment)


@contextlib.contextmanager
def holding(assignment: Assignment) -> Iterator[None]:
    """Within it, nbgrader's steps take the assignment as this object has read it, and do not read its files again."""
    place = assignment.course.root, assignment.name
    _held[place] = assignment
    try:
        yield
    finally:
        del _held[place]


def _grader(assignment: Assignment, cell_limit: float, forks: WarmParent) -> Grader:
    if assignment not in _graders:
        _graders[assignment] = Grader(assignment, cell_limit=cell_limit, forks=forks)
    return _graders[assignment]


class RepairCells(NbGraderPreprocessor):
    """Brings a submission back to its assignment's cells, so that no student's edits can stop a batch."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Repair against the release; elsewhere drop only metadata that nbgrader could not read or would fall for."""
        assignment = _assignment(self, resources)
        if assignment is not None:
            student = resources["nbgrader"]["student"]
            _repaired[assignment.name, student] = notes = repair(nb, assignment.released(), assignment.name)
            for note in notes:
                self.log.warning("%s: %s", student, note)
        else:
            for cell in nb.cells:
                if "nbgrader" in cell.metadata and not _readable(cell):
                    self.log.warning("A cell with malformed nbgrader metadata was taken as an ordinary cell.")
                    del cell.metadata["nbgrader"]
                if nbgrader_of(cell).get("grade") and "skip-execution" in cell.metadata.get("tags", []):
                    self.log.warning("A test cell was tagged to be skipped, which would give it full marks.")
                    cell.metadata.tags.remove("skip-execution")
        return nb, resources


class CheckMetadata(CheckCellMetadata):
    """CheckCellMetadata for what RepairCells has not repaired: a release's own metadata was checked when it was built.

    nbgrader's takes 12 ms, most of them to check its own schema, and it runs twice for each submission.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Nothing for the kit's assignments; for others what nbgrader does."""
        return (nb, resources) if _assignment(self, resources) else super().preprocess(nb, resources)


def _readable(cell: NotebookNode) -> bool:
    data = cell.metadata["nbgrader"]
    if not isinstance(data, dict) or "schema_version" in data:
        return isinstance(data, dict)  # of another version: nbgrader's own check has the right words for it
    try:
        MetadataValidator().validate_cell(cell)
    except (ValidationError, Exception):
        return False
    return True


class GradeNotebook(Execute):
    """Takes Execute's place: runs the notebook in a child of the warm parent and asks the hidden graders.

    Execute's ``timeout`` holds (seconds for each cell; None, 0 and -1 mean no limit). An assignment without graders
    is run only, and graded by nbgrader from the outputs of its own test cells.
    """

    sandbox = Enum(
        ["full", "none"],
        default_value="full",
        help="none: run student code with the grading user's own rights, where the machine cannot confine it.",
    ).tag(config=True)

    @property
    def cell_limit(self) -> float:
        """Seconds for each cell."""
        return float(self.timeout) if self.timeout and self.timeout > 0 else NO_LIMIT

    def preprocess(self, nb: NotebookNode, resources: Resources, km: object = None) -> tuple[NotebookNode, Resources]:
        """Fill in the outputs; the outcomes, if there are graders, go into the resources for the later steps."""
        self._check_kernelspec(nb)
        limit = self.cell_limit
        folder = Path(resources["metadata"]["path"])
        self._drop_followed_links(folder, resources)
        environment = {name: value for name, value in os.environ.items() if name.startswith("NBGRADER_EXECUTION")}
        assignment, forks = _assignment(self, resources), shared(confined=self.sandbox == "full")
        if assignment is None:
            _run_only(nb, folder, limit, forks, environment)
            return nb, resources
        files = regular_files(folder)
        grader = _grader(assignment, limit, forks)
        graded = prepared and prepared.pop(grader.digest_of(nb, files, environment), None)
        graded = graded or grader.grade(nb, files=files, environment=environment)
        nb.cells = graded.notebook.cells
        resources["autograder"] = outcomes = {outcome.grade_id: outcome for outcome in graded.outcomes}
        for cell in nb.cells:
            if nbgrader_of(cell).get("grade_id") in outcomes:
                cell.outputs = []  # its panel comes later, and to clean what the student showed takes longer
        student = resources["nbgrader"]["student"]
        keep(assignment, student, graded, _repaired.pop((assignment.name, student), []))
        return nb, resources

    def _drop_followed_links(self, folder: Path, resources: Resources) -> None:
        """Take away what nbgrader has copied from behind a submission's links: it may be the graders."""
        course, names = CourseDirectory(config=self.config), resources["nbgrader"]
        submitted = Path(course.format_path(course.submitted_directory, names["student"], names["assignment"]))
        source = Path(course.format_path(course.source_directory, ".", names["assignment"]))
        for path in submitted.rglob("*"):
            inner = path.relative_to(submitted)
            if path.is_symlink() and (folder / inner).is_file() and not (source / inner).is_file():
                self.log.warning("%s: %s is a link, and links are not followed", names["student"], inner)
                (folder / inner).unlink()

    def _check_kernelspec(self, nb: NotebookNode) -> None:
        # As with Jupyter, a notebook that names no kernel is a Python notebook.
        language = nb.metadata.get("kernelspec", {}).get("language", "python")
        if language != "python":
            raise CourseError(
                f"the notebook's kernel is for {language}, not Python: save the source notebook with a Python kernel, "
                "then build again"
            )


def _run_only(nb: NotebookNode, folder: Path, limit: float, forks: WarmParent, environment: dict[str, str]) -> None:
    """Run a notebook that has no graders in a private copy of its folder, and bring back the files that it wrote."""
    with tempfile.TemporaryDirectory(prefix="submission-") as private:
        write_files(Path(private), regular_files(folder))
        training = trains("\n".join(cell.source for cell in nb.cells))
        run = NotebookRun(nb, folder, limit).start(forks, Path(private), 0, environment, trains=training)
        run.advance(len(nb.cells) - 1)
        run.close()
        write_files(folder, regular_files(Path(private)))


# What formgrader's and feedback pages show as it is; HTML is cleaned here, markdown when a page renders it.
_KEPT = {"text/plain", "text/latex", "text/markdown", "application/json", "image/png", "image/jpeg"}


class CleanHTML(NbGraderPreprocessor):
    """Takes out of outputs what could run in an instructor's browser. Markdown cells keep their text as it is."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Clean every output of the notebook; what is beyond the bounds of a page becomes plain text."""
        room = Room()
        for cell in nb.cells:
            for output in cell.get("outputs", []):
                if "data" in output:
                    output.data = _clean_data(output.data, room)
        return nb, resources


def _clean_data(data: Mapping[str, Any], room: Room) -> NotebookNode:
    kept = NotebookNode({mime: value for mime, value in data.items() if mime in _KEPT})
    picture, source = data.get("image/svg+xml"), data.get("text/html")
    if isinstance(picture, str):  # inside an <img> a browser runs no script of it and loads nothing
        code = base64.b64encode(picture.encode("utf-8", "replace")).decode()
        text = data.get("text/plain")
        alt = html.escape(text if isinstance(text, str) else "a picture")
        kept["text/html"] = f'<img src="data:image/svg+xml;base64,{code}" alt="{alt}">'
    elif isinstance(source, str):
        kept["text/html"] = clean(source, room)
    return kept


class ShowOutcomes(NbGraderPreprocessor):
    """Puts each outcome's panel in place of all outputs of its cell, long after the student's process has ended."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """One execute_result each: the panel as HTML, and as text the score, which nbgrader reads."""
        outcomes: Mapping[str, Outcome] = resources.get("autograder", {})
        for cell in nb.cells:
            outcome = outcomes.get(nbgrader_of(cell).get("grade_id", ""))
            if outcome is not None:
                cell.execution_count = None
                cell.outputs = [panel_output(outcome)]
        return nb, resources


def panel_output(outcome: Outcome) -> NotebookNode:
    """The output of a graded cell."""
    panel, facts = outcome.panel(), {"autograder": outcome.public()}
    data = {"text/html": panel.html(), "text/plain": panel.text()}
    if outcome.score is None:
        return new_output("display_data", data=data, metadata=facts)
    data["text/plain"] = repr(float(outcome.score))
    return new_output("execute_result", data=data, metadata=facts, execution_count=None)


class SaveScores(SaveAutoGrades):
    """SaveAutoGrades that takes scores from outcomes where there are some; what is not graded waits for a person."""

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        outcomes = resources.get("autograder")
        if outcomes is None and _assignment(self, resources) is None:
            super()._add_score(cell, resources)
            return
        # Without outcomes (nbgrader autograde --no-execute) the outputs are the student's own: no score comes of them.
        outcome = (outcomes or {}).get(cell.metadata["nbgrader"]["grade_id"])
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = outcome.score if outcome is not None else None
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        self.gradebook.db.commit()
