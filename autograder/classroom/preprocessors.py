"""nbgrader's preprocessors of the kit, named in nbgrader_config.py: repair, run and grade, clean, show, save."""

from __future__ import annotations

import base64
import html
import os
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.preprocessors import CheckCellMetadata, Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Enum

from autograder.classroom.batch import Batch
from autograder.classroom.handed_in import unfit
from autograder.classroom.printed import HARMLESS_RECORDS
from autograder.classroom.rendering import Room, clean
from autograder.course import Assignment, Course, CourseError, Needs
from autograder.judging.outcomes import Outcome
from autograder.judging.repair import repair
from autograder.judging.status import Status
from autograder.notebooks import cells_by_hand, graded_cells, nbgrader_of, regular_files, write_files
from autograder.settings import folders_of
from autograder.subject.folder import working_folder
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

Resources = dict[str, Any]
NO_LIMIT = 1e9  # seconds


class GradingExporter(NotebookExporter):
    """nbgrader's exporter of graded notebooks, with the batch that its preprocessors share.

    nbgrader makes one for each start of its Autograde, before it removes or writes anything.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        autograde = self.parent
        self.log.addFilter(HARMLESS_RECORDS)
        self._leave_out_unfit(autograde)
        self.batch: Batch = getattr(autograde, "batch", None) or self._own_batch(autograde)

    def _leave_out_unfit(self, autograde: Autograde) -> None:
        """Before nbgrader opens or removes anything: what it must not read is told, and the others go on."""
        for folder, notebooks in list(autograde.assignments.items()):
            # a name that holds a line break fits no pattern of nbgrader's, and would end the run for all
            pattern = autograde._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
            match = re.fullmatch(pattern, folder, re.DOTALL)
            # a link beside the assignment's own notebook is passed over, as other files are that are links
            own = [each for each in notebooks if not Path(each).is_symlink() or Path(each).stem == Path(folder).name]
            autograde.assignments[folder] = own
            why = next(filter(None, (unfit(Path(each), match["student"] if match else "*") for each in own)), "")
            if why:
                self.log.error("%r is not graded: %s", folder, why)
                del autograde.assignments[folder]
        if not autograde.assignments:
            raise NbGraderException("there is nothing left to grade")

    def _own_batch(self, autograde: Autograde) -> Batch:
        """A batch for a command of nbgrader's own, which removes what it has graded before it grades it anew."""
        step, course = GradeNotebook(parent=self), Course(Path(autograde.coursedir.root))
        course.folders = folders_of(autograde.coursedir)
        name = autograde.coursedir.assignment_id
        try:
            batch = Batch(course, shared(confined=step.sandbox == "full"), step.cell_limit)
            if batch.with_graders(name):
                batch.prepare(name)
        except CourseError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        return batch


class _Step(NbGraderPreprocessor):
    """A preprocessor of a :class:`GradingExporter`."""

    @property
    def batch(self) -> Batch:
        """What the submissions of this run share."""
        return self.parent.batch

    def assignment(self, resources: Resources) -> Assignment | None:
        """The kit's assignment behind what nbgrader converts, or None for one that its own cells grade."""
        names = resources["nbgrader"]
        return self.batch.with_graders(names["assignment"]) if names["notebook"] == names["assignment"] else None


class RepairCells(_Step):
    """Brings a submission back to its assignment's cells, so that no student's edits can stop a batch."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Repair against the release; elsewhere drop only metadata that nbgrader could not read or would fall for."""
        assignment = self.assignment(resources)
        if assignment is not None:
            student = resources["nbgrader"]["student"]
            notes = repair(nb, assignment.released(), assignment.name)
            self.batch.repaired[assignment.name, student] = notes
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


class CheckMetadata(_Step, CheckCellMetadata):
    """CheckCellMetadata for what RepairCells has not repaired: a release's own metadata was checked when it was built.

    nbgrader's takes 12 ms, most of them to check its own schema, and it runs twice for each submission.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Nothing for the kit's assignments; for others what nbgrader does."""
        return (nb, resources) if self.assignment(resources) else super().preprocess(nb, resources)


def _readable(cell: NotebookNode) -> bool:
    data = cell.metadata["nbgrader"]
    if not isinstance(data, dict) or "schema_version" in data:
        return isinstance(data, dict)  # of another version: nbgrader's own check has the right words for it
    try:
        MetadataValidator().validate_cell(cell)
    except (ValidationError, Exception):
        return False
    return True


class GradeNotebook(_Step, Execute):
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
        folder = Path(resources["metadata"]["path"])
        self._drop_followed_links(folder, resources)
        environment = {name: value for name, value in os.environ.items() if name.startswith("NBGRADER_EXECUTION")}
        batch, assignment = self.batch, self.assignment(resources)
        if assignment is None:
            _run_only(nb, folder, batch, environment)
            return nb, resources
        files = regular_files(folder)
        _without_mark_schemes(nb, assignment)
        grader = batch.grader(assignment)
        graded = batch.ahead.pop(grader.digest_of(nb, files, environment), None) if batch.ahead else None
        graded = graded or grader.grade(nb, files=files, environment=environment)
        nb.cells = graded.notebook.cells
        resources["autograder"] = {outcome.grade_id: outcome for outcome in graded.outcomes}
        resources["autograder_for_graders"] = assignment.for_graders
        for cell in graded_cells(nb):
            nb.cells[
                cell.index
            ].outputs = []  # its panel comes later, and to clean what the student showed takes longer
        resources["autograder_notes"] = batch.finish(graded, resources["nbgrader"]["student"])
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


def _without_mark_schemes(nb: NotebookNode, assignment: Assignment) -> None:
    """Give task cells the text that students have: nbgrader's OverwriteCells has put mark schemes back."""
    released = {nbgrader_of(cell).get("grade_id"): cell.source for cell in assignment.released().cells}
    for cell in nb.cells:
        if nbgrader_of(cell).get("task"):
            cell.source = released[nbgrader_of(cell)["grade_id"]]


def _run_only(nb: NotebookNode, folder: Path, batch: Batch, environment: dict[str, str]) -> None:
    """Run a notebook that has no graders in a private copy of its folder, and bring back the files that it wrote."""
    with working_folder() as private:
        write_files(private, regular_files(folder))
        needs = Needs.of("\n".join(cell.source for cell in nb.cells))
        run = NotebookRun(nb, folder, batch.cell_limit)
        run.start(batch.parent, private, 0, environment, needs)
        run.advance(len(nb.cells) - 1)
        run.close()
        write_files(folder, regular_files(private))


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
        """One execute_result each: the panel as HTML, and as text the score, which nbgrader reads.

        What stopped and what was repaired goes into the notebook's metadata, for its feedback page, and so does what is
        known of the cells that a person grades. That person finds the model answer above the student's.
        """
        nb.metadata.pop("autograder", None)
        if "autograder" not in resources:  # an assignment that its own cells grade, or nothing was run
            return nb, resources
        outcomes: Mapping[str, Outcome] = resources["autograder"]
        for graded in graded_cells(nb):
            cell = nb.cells[graded.index]
            cell.execution_count = None
            cell.outputs = [panel_output(outcomes[graded.grade_id])]
        said = {cell.grade_id: outcomes[cell.grade_id].public() for cell in cells_by_hand(nb)}
        facts = {"notes": resources["autograder_notes"], "by_hand": said}
        if known := {name: fact for name, fact in facts.items() if fact}:
            nb.metadata["autograder"] = known
        _tell_graders(nb, resources["autograder_for_graders"])
        return nb, resources


def _tell_graders(nb: NotebookNode, texts: Mapping[str, str]) -> None:
    """Put a task's mark scheme back, and above an answer the model answer; the feedback page takes both away."""
    ids = {cell.get("id") for cell in nb.cells}
    for place in reversed(cells_by_hand(nb)):
        cell, text = nb.cells[place.index], texts[place.grade_id]
        if nbgrader_of(cell).get("task"):
            cell.source = text
            continue
        shown = f"```python\n{text}\n```" if cell.cell_type == "code" else text
        told = new_markdown_cell(f"*For graders, of the answer below; not on the feedback page.*\n\n{shown}")
        told["id"] = next(name for name in (f"for-graders-{n}" for n in count()) if name not in ids)
        ids.add(told["id"])
        told.metadata["autograder"] = {"for_graders": True}
        nb.cells.insert(place.index, told)


def panel_output(outcome: Outcome) -> NotebookNode:
    """The output of a graded cell."""
    panel, facts = outcome.panel(), {"autograder": outcome.public()}
    data = {"text/html": panel.html(), "text/plain": panel.text()}
    if outcome.score is None:
        return new_output("display_data", data=data, metadata=facts)
    data["text/plain"] = repr(float(outcome.score))
    return new_output("execute_result", data=data, metadata=facts, execution_count=None)


class SaveScores(_Step, SaveAutoGrades):
    """SaveAutoGrades that takes scores from outcomes where there are some; what is not graded waits for a person."""

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        outcomes = resources.get("autograder")
        if outcomes is None and self.assignment(resources) is None:
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

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        """As nbgrader, but no "No response." where a person is to look for one."""
        super()._add_comment(cell, resources)
        outcome = resources.get("autograder", {}).get(cell.metadata["nbgrader"]["grade_id"])
        if outcome is not None and outcome.status is Status.NOT_GRADED:
            comment = self.gradebook.find_comment(
                cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            comment.auto_comment = None
            self.gradebook.db.commit()
