"""nbgrader's configuration: everything that the kit changes in nbgrader, and all of it."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - given by nbgrader

# nbgrader makes a new gradebook with the command alembic, which lies beside this Python but not always on the path.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "pyro"

# A notebook's form is checked once, after all of its preprocessors, and not after each of the sixteen.
c.Exporter.optimistic_validation = True

# What the steps below share in one run: assignments, graders, and what one step leaves for the next.
c.Autograde.exporter_class = "autograder.classroom.preprocessors.GradingExporter"

# Submissions: mend what was done to the cells, then nbgrader's own steps.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.classroom.preprocessors.RepairCells",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.classroom.preprocessors.CheckMetadata",
]

# Grading: run the notebook in a child process, ask the hidden graders, clean what students show, write the outcomes.
c.Autograde.autograde_preprocessors = [
    "autograder.classroom.preprocessors.GradeNotebook",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.classroom.preprocessors.CleanHTML",
    "autograder.classroom.preprocessors.ShowOutcomes",
    "autograder.classroom.preprocessors.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "autograder.classroom.preprocessors.CheckMetadata",
]

# Formgrader's and feedback pages: all that students wrote is cleaned when it is rendered.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    name: f"autograder.classroom.rendering.{name}"
    for name in ("clean_html", "highlight_code", "markdown2html", "strip_files_prefix")
}

# Feedback: scores and comments as the gradebook has them now, with an overview on top. What cannot be shown of one
# notebook costs that page only.
c.GenerateFeedback.exporter_class = "autograder.classroom.feedback_page.FeedbackPage"
c.GenerateFeedback.preprocessors = [
    "autograder.classroom.feedback.Overview",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
