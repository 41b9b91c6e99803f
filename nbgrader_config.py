"""nbgrader's configuration: everything that the kit changes in nbgrader, and all of it."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - given by nbgrader

# nbgrader makes a new gradebook with the command alembic, which lies beside this Python but not always on the path.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "pyro"

# Submissions: mend what was done to the cells, then nbgrader's own steps.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.nbgrader_plugin.RepairCells",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading: run the notebook in a child process, ask the hidden graders, clean what students show, write the outcomes.
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.GradeNotebook",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader_plugin.CleanHTML",
    "autograder.nbgrader_plugin.ShowOutcomes",
    "autograder.nbgrader_plugin.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
