"""The warm parent: what it imports, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Needs
from autograder.subject.parent import WarmParent


@pytest.fixture
def parent():
    parent = WarmParent()
    yield parent
    parent.close()


def said(parent: WarmParent, folder: Path, code: str, needs: Needs) -> str:
    """What a cell shows in a new child."""
    connection = parent.fork(folder, {}, 0, needs)
    try:
        [output] = connection.request({"kind": "cell", "source": code, "limit": 60.0}, 60.0)["outputs"]
        return output["data"]["text/plain"]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("module", "needs"),
    [("torch._dynamo", Needs(trains=True)), ("sklearn.datasets", Needs(real_data=True))],
)
def test_what_few_notebooks_need_waits_for_the_first_that_needs_it(
    parent: WarmParent, tmp_path: Path, module: str, needs: Needs
) -> None:
    code = f"import sys\n{module!r} in sys.modules"
    imported = [said(parent, tmp_path, code, wants) for wants in (Needs(), needs, Needs())]
    assert imported == ["False", "True", "True"]


@pytest.mark.parametrize("needs", [Needs(), Needs(real_data=True)])
def test_confined_code_reads_the_data_sets_of_scikit_learn(parent: WarmParent, tmp_path: Path, needs: Needs) -> None:
    code = "from sklearn.datasets import load_digits\nlen(load_digits().data)"
    assert said(parent, tmp_path, code, needs) == "1797"
