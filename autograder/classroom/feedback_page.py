"""The page of a student's feedback: nbgrader's own, with title, language, one theme, and a way out of faults."""

from __future__ import annotations

import html
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import nbgrader.server_extensions.formgrader
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.classroom import faults
from autograder.classroom.feedback import number
from autograder.course import PACKAGE, Course

_THEIRS = Path(nbgrader.server_extensions.formgrader.__file__).parent / "templates"
_OURS = PACKAGE / "templates"


class FeedbackPage(HTMLExporter):
    """An HTMLExporter whose own section of the configuration names the template.

    GenerateFeedback names nbgrader's template in HTMLExporter's section, which formgrader's pages read as well.
    Whatever goes wrong with one page costs that page, and the class goes on.
    """

    @property
    def default_config(self) -> Config:
        """What stands unless the course's configuration says otherwise for this class."""
        basedirs = [str(_OURS), str(_THEIRS)]
        bootstrap = _THEIRS.parent / "static" / "node_modules" / "bootstrap" / "dist" / "css"
        own = {
            "template_name": "pyro_feedback",
            "extra_template_basedirs": basedirs,
            "extra_template_paths": [str(bootstrap), str(_THEIRS)],  # to extend a template by its folder's name
        }
        config = Config({"FeedbackPage": own})
        config.merge(super().default_config)
        return config

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any) -> tuple[Any, Any]:
        """The page, or in its place one with the score and a sentence.

        Raises:
            SQLAlchemyError, MissingEntry: the gradebook cannot be used, which is no single page's fault.
        """
        try:
            return super().from_filename(filename, resources=resources, **kwargs)
        except (SQLAlchemyError, MissingEntry):
            raise
        except Exception as error:
            facts, generate = (resources or {})["nbgrader"], cast(GenerateFeedback, self.parent)
            name = f"feedback-{facts['assignment']}-{facts['student']}"
            kept = faults.keep(Course(Path(generate.coursedir.root)), name, traceback.format_exc())
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            self.log.error("the feedback page of %s has only the score, because %s%s", facts["student"], told, kept)
            return _score_only(facts), {**(resources or {}), "output_extension": self.file_extension}


def _score_only(facts: Mapping[str, str]) -> str:
    """A page for a student whose notebook cannot be shown."""
    with Gradebook(facts["db_url"]) as book:
        found = book.find_submission_notebook(facts["notebook"], facts["assignment"], facts["student"])
        score, points = found.score - (found.late_submission_penalty or 0.0), found.max_score
    title = html.escape(facts["notebook"])
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<h1>{title}</h1><h2>Score: {number(score)} of {number(points)} points</h2>"
        "<p>Your notebook was graded, but it cannot be shown on this page. "
        "Please ask your instructor what was found.</p></body></html>\n"
    )
