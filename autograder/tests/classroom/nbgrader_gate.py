"""A pytest plugin that sends nbgrader's own tests through the kit: ``-p autograder.tests.classroom.nbgrader_gate``.

The preprocessors in nbgrader_config.py become the defaults of nbgrader's converters, because nbgrader's tests write
configurations of their own. Everything else stays nbgrader's.
"""

from __future__ import annotations

import functools
from pathlib import Path

import nbgrader.api
import pytest
from nbgrader import converters
from nbgrader.exchange import ExchangeFactory
from traitlets import import_item

from autograder import settings
from autograder.course import Course

ROOT = Path(__file__).resolve().parents[3]

# nbgrader's tests that do not hold for the kit, as "test_file.py::Class::test", each with the reason why. None today.
EXCEPTIONS: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Put the kit's preprocessors in, and make each new gradebook cheap."""
    for section, values in settings.of(Course(ROOT)).config.items():
        for name, value in values.items():
            if name.endswith("preprocessors"):
                converter = getattr(converters, section)
                converter.class_traits()[name].default_args = (value,)
                assert getattr(converter(), name) == value, f"{section}.{name} does not take the kit's preprocessors"
            elif name == "exporter_class":
                getattr(converters, section)._exporter_class_default = lambda _, value=value: import_item(value)
            elif section == "ExchangeFactory":
                getattr(ExchangeFactory, name).default_value = import_item(value)
                assert getattr(ExchangeFactory(), name) is import_item(value)
    # nbgrader starts alembic for every new gradebook (3.5 s) to hear the same answer.
    nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the exceptions."""
    left_out = [item for item in items if name_of(item) in EXCEPTIONS]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if name_of(item) not in EXCEPTIONS]


def name_of(item: pytest.Item) -> str:
    """A test's name as in EXCEPTIONS: without folders, which differ from one installation to the next."""
    return f"{item.path.name}::{item.nodeid.partition('::')[2]}"
