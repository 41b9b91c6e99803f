"""Lets nbgrader open one gradebook again and again for little: its statements are compiled once in a run."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import nbgrader.api


@contextmanager
def one_engine() -> Iterator[None]:
    """Within it, each of nbgrader's gradebooks of the same file has the same engine, and looks once for its tables.

    For one submission nbgrader's converters open the gradebook nine times, each time with an engine of its own, and an
    engine knows only the statements that it has compiled itself: a third of all that nbgrader does. A gradebook that is
    closed disposes of its connections, which an engine survives (SQLAlchemy, Engine.dispose).
    """
    create, tables = nbgrader.api.create_engine, nbgrader.api.Base.metadata
    nbgrader.api.create_engine = functools.cache(create)
    tables.create_all = functools.cache(tables.create_all)  # an attribute of its own, before the class's
    try:
        yield
    finally:
        nbgrader.api.create_engine = create
        del tables.create_all
