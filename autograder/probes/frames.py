"""Whose line an exception came from: the notebook's own frames in a traceback, apart from those of libraries."""

from __future__ import annotations

import opcode
import sysconfig
from collections.abc import Iterator
from types import CodeType, TracebackType

_RAISE = opcode.opmap["RAISE_VARARGS"]
_LIBRARIES = tuple(sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib"))


def stub_of(error: BaseException) -> str | None:
    """The function whose stub raised: ``fit``, or ``Messenger.__enter__``. None where it was no stub's doing.

    A stub is a ``raise NotImplementedError`` that somebody here has written. The libraries raise NotImplementedError
    too, for what a distribution cannot do, say; and so does compiled code in a line that raises nothing itself.
    """
    if not isinstance(error, NotImplementedError):
        return None
    *_, last = _steps(error)
    code = last.tb_frame.f_code
    written = not code.co_filename.startswith(_LIBRARIES) and code.co_code[last.tb_lasti] == _RAISE
    return function_name(code) if written else None


def function_name(code: CodeType) -> str:
    """A function as a student knows it, with its class and without the function that it was defined in."""
    return code.co_qualname.rpartition("<locals>.")[2]


def _steps(error: BaseException) -> Iterator[TracebackType]:
    step = error.__traceback__
    while step is not None:
        yield step
        step = step.tb_next
