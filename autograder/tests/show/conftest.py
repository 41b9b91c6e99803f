"""Fixtures of this folder's tests."""

from __future__ import annotations

import pytest

from autograder.show.picture import Picture
from autograder.tests.show.models import PICTURES


@pytest.fixture(params=PICTURES, scope="module")
def picture(request: pytest.FixtureRequest) -> Picture:
    return PICTURES[request.param]()
