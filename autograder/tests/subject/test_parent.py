"""The warm parent: what it imports, and when."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Needs
from autograder.subject.parent import WarmParent


def test_what_training_imports_waits_for_the_first_notebook_that_trains(tmp_path: Path) -> None:
    parent, has = WarmParent(), {"kind": "cell", "source": "import sys\n'torch._dynamo' in sys.modules", "limit": 9.0}

    def imported(trains: bool) -> str:
        connection = parent.fork(tmp_path, {}, 0, Needs(trains=trains))
        try:
            return connection.request(has, 9.0)["outputs"][0]["data"]["text/plain"]
        finally:
            connection.close()

    try:
        assert [imported(False), imported(True), imported(False)] == ["False", "True", "True"]
    finally:
        parent.close()
