"""Fixtures of this folder's tests."""

from __future__ import annotations

import pyro
import pytest


@pytest.fixture(autouse=True)
def _clean():
    pyro.clear_param_store()
    yield
    pyro.clear_param_store()
