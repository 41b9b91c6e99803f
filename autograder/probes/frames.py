"""Whose line an exception came from: the notebook's own frames in a traceback, apart from those of libraries."""

from __future__ import annotations

import ast
import inspect
import linecache
import opcode
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

from autograder.probes.kinds import kind_text

_RAISE = opcode.opmap["RAISE_VARARGS"]
_LIBRARIES = tuple(sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib"))
_LINE = 200  # characters kept of one


@dataclass(frozen=True)
class Place:
    """Where in a notebook an exception came up.

    ``function`` is the first function of the notebook that was called, "" where it was in none, and ``line`` how far
    it got in that function's cell. ``inner`` says where it went from there, if into another cell.
    """

    function: str = ""
    line: str = ""
    inner: str = ""


def is_notebook(file: str) -> bool:
    """Whether code of this file name is a notebook's cell."""
    return file.startswith("<ipython-input") or "ipykernel_" in file


def running_cell() -> str:
    """The file name of the cell whose code is running now, "" outside a notebook."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not is_notebook(frame.f_code.co_filename):
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else ""


def place_of(error: BaseException, besides: str = "") -> Place:
    """Where an exception came up; ``besides`` is the file name of a cell that does not count, a check's own."""
    steps = [s for s in _steps(error) if is_notebook(_file(s)) and _file(s) != besides]
    if not steps:
        return Place()
    own = [step for step in steps if _file(step) == _file(steps[0])]
    first, last = steps[0].tb_frame.f_code, steps[-1]
    inner = f"`{_line(last)}` in `{function_name(last.tb_frame.f_code)}`" if _file(last) != _file(own[-1]) else ""
    return Place(function_name(first), _line(own[-1]), inner)


def stub_of(error: BaseException) -> str:
    """The function whose stub raised: ``fit``, or ``Messenger.__enter__``. Empty where it was no stub's doing.

    A stub is a ``raise NotImplementedError`` that somebody here has written. The libraries raise NotImplementedError
    too, for what a distribution cannot do, say; and so does compiled code in a line that raises nothing itself.
    """
    steps = list(_steps(error)) if isinstance(error, NotImplementedError) else []
    if not steps or _file(steps[-1]).startswith(_LIBRARIES):
        return ""
    code = steps[-1].tb_frame.f_code
    return function_name(code) if code.co_code[steps[-1].tb_lasti] == _RAISE else ""


def stop_of(error: BaseException, cell: str) -> str:
    """Where a check's own cell stopped, and what stood there: "`got[0].flatten`, and `got[0]` is a list of 3 entries".

    Args:
        cell: the cell's file name.
    """
    steps = [step for step in _steps(error) if cell and _file(step) == cell]
    if not steps:
        return ""
    frame, source = steps[-1].tb_frame, _expression(steps[-1])
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        return f"`{source}`" if source else ""
    kinds = {ast.unparse(part): kind_text(value) for part, value in _data(tree, frame)}
    said = " and ".join(f"`{name}` is {kind}" for name, kind in islice(kinds.items(), 2))
    return f"`{source}`" + (f", and {said}" if said else "")


def function_name(code: CodeType) -> str:
    """A function as a student knows it, with its class and without the function that it was defined in."""
    return code.co_qualname.rpartition("<locals>.")[2]


def _steps(error: BaseException) -> Iterator[TracebackType]:
    step = error.__traceback__
    while step is not None:
        yield step
        step = step.tb_next


def _file(step: TracebackType) -> str:
    return step.tb_frame.f_code.co_filename


def _line(step: TracebackType) -> str:
    return linecache.getline(_file(step), step.tb_lineno).strip()[:_LINE]


def _expression(step: TracebackType) -> str:
    """The part of a line that was being computed, the whole line where that is unknown or runs over several."""
    code = step.tb_frame.f_code
    line, end, left, right = next(islice(code.co_positions(), step.tb_lasti // 2, None))
    if line is None or line != end or left is None or right is None:
        return _line(step)
    text = linecache.getline(code.co_filename, line).encode()[left:right].decode(errors="ignore")
    return text.strip()[:_LINE]


def _data(tree: ast.expr, frame: FrameType) -> Iterator[tuple[ast.expr, Any]]:
    """The names in an expression that stand for data, with the entries that it takes of them where they are there."""
    try:
        value = _value(tree, frame)
    except Exception:  # it cannot be had without running more than names and constants
        pass
    else:
        function = inspect.isroutine(value) and getattr(value, "__name__", "") == ast.unparse(tree)
        if not function and not isinstance(value, (type, ModuleType)):
            yield tree, value
        return
    for part in ast.iter_child_nodes(tree):
        if isinstance(part, ast.expr):
            yield from _data(part, frame)


def _value(tree: ast.expr, frame: FrameType) -> Any:
    if isinstance(tree, ast.Name):
        return frame.f_locals[tree.id] if tree.id in frame.f_locals else frame.f_globals[tree.id]
    if isinstance(tree, ast.Subscript):
        inner = _value(tree.value, frame)
        if type(inner) in (list, tuple, dict):
            return inner[ast.literal_eval(tree.slice)]
    raise LookupError
