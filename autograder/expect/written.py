"""Cells below a task that is not written yet: one quiet line in place of a traceback."""

from __future__ import annotations

import ast
import contextlib
import linecache
import sys
from collections.abc import Iterator
from types import FrameType

from autograder.expect.panel import inline, present
from autograder.probes.frames import stub_of

# By the names that skipped cells would have made: the task that each waits for.
waiting: dict[str, str] = {}


@contextlib.contextmanager
def when_written(*names: str) -> Iterator[None]:
    """Run a lesson's cell that uses a student's functions, and say so quietly where one of them is not written yet.

    The cell ends without an error where a function or class in ``names`` is still the stub or not defined yet, and
    where it uses what another cell, skipped for that reason, would have made. Every other exception passes.
    """
    if not names:
        raise TypeError("expect.when_written takes the names of the tasks that the cell uses, such as 'fit'.")
    frame = _cell()
    made = _assigned(frame)
    try:
        yield
    except NotImplementedError as error:
        task = _named(stub_of(error), names)
        if task is None:
            raise
    except NameError as error:
        missing = None if isinstance(error, UnboundLocalError) or error.name in frame.f_globals else error.name
        task = missing if missing in names else waiting.get(missing or "")
        if task is None:
            raise
    else:
        for name in made:
            waiting.pop(name, None)
        return
    waiting.update(dict.fromkeys(made, task))
    said = f"Nothing to see here yet: `{task}` is still to be written."
    present(f'<div role="status" style="opacity:.8">{inline(said)}</div>', said)


def _named(stub: str, names: tuple[str, ...]) -> str | None:
    """The task that a stub belongs to: ``trace`` for ``trace.get_trace``."""
    return next((name for name in names if name in (stub, stub.partition(".")[0])), None)


def _cell() -> FrameType:
    """The frame of the ``with`` statement: this one, its generator's and contextlib's lie above."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") in (__name__, "contextlib"):
        frame = frame.f_back
    assert frame is not None
    return frame


def _assigned(frame: FrameType) -> set[str]:
    """The names that the body of the ``with`` statement at which the frame stands gives a value."""
    try:
        tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals)))
    except SyntaxError:  # a line for the shell, such as %timeit
        return set()
    at = frame.f_lineno
    bodies = [
        part for part in ast.walk(tree) if isinstance(part, ast.With) and part.lineno <= at <= (part.end_lineno or 0)
    ]
    return _targets(bodies[-1].body) if bodies else set()


def _targets(body: list[ast.stmt]) -> set[str]:
    """What statements assign, import and define, outside the functions and comprehensions in them."""
    found: set[str] = set()
    parts: list[ast.AST] = [*body]
    while parts:
        part = parts.pop()
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.add(part.id)
        elif isinstance(part, ast.alias):
            found.add((part.asname or part.name).partition(".")[0])
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.comprehension)):
            parts += ast.iter_child_nodes(part)
    return found
