"""The page that nbgrader's feedback is written as: nbgrader's own, with a title, a language and one theme."""

from __future__ import annotations

from pathlib import Path

import nbgrader.server_extensions.formgrader
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.course import PACKAGE

_THEIRS = Path(nbgrader.server_extensions.formgrader.__file__).parent / "templates"
_OURS = PACKAGE / "templates"


class FeedbackPage(HTMLExporter):
    """An HTMLExporter whose own section of the configuration names the template.

    GenerateFeedback names nbgrader's template in HTMLExporter's section, which formgrader's pages read as well.
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
