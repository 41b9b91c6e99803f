"""A failed expectation: its code, its sentences, and whether a wanted number may stand in them.

In a notebook a failed assertion shows the number that was wanted. Graders use the same assertions inside
:func:`hiding`, and no wanted number is ever printed there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

from autograder.expect.words import capital

_hiding: ContextVar[bool] = ContextVar("hiding", default=False)
_TEXT_LIMIT = 700
_TABLE_LIMIT = 3000


class Mismatch(AssertionError):
    """What was asked for is not there.

    Attributes:
        code: which expectation failed, on what, without numbers: equal mistakes have equal codes.
        message: for the student: what was called, what came, what was wanted.
        look: where to look next, may be empty.
        table: a trace's table of shapes where shapes matter, may be empty.
        near: whether the number that came is near the wanted one, though not equal to within the tolerance.
        shown: whether a panel has said it already.
    """

    shown = False

    def __init__(self, code: str, message: str, look: str = "", table: str = "", near: bool = False) -> None:
        super().__init__(message)
        # texts may come from a subject that lies about their length
        self.code, self.message = code[:_TEXT_LIMIT], message[:_TEXT_LIMIT]
        self.look, self.table = look[:_TEXT_LIMIT], table[:_TABLE_LIMIT]
        self.near = near

    def lines(self) -> list[tuple[str, str]]:
        """The sentences of a panel."""
        return [("", self.message)] + ([("Where to look", self.look)] if self.look else [])

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: a foreseen mistake needs its sentence, not the kit's own stack. Where the panel has
        # said it, once is enough; nbgrader's Validate shows these lines and no panel.
        if self.shown and "NBGRADER_VALIDATING" not in os.environ:
            return ["Not passed yet: the panel above says why."]
        return [f"Check not passed: {self.message}"]


@contextlib.contextmanager
def hiding() -> Iterator[None]:
    """Inside, messages never contain a wanted number. The grading session runs graders in it."""
    token = _hiding.set(True)
    try:
        yield
    finally:
        _hiding.reset(token)


def is_hiding() -> bool:
    """Whether messages may not contain a wanted number."""
    return _hiding.get()


def that(condition: bool, message: str, *, code: str = "", look: str = "") -> None:
    """Any other fact. ``message`` is for the student and contains no hidden number."""
    try:
        holds = bool(condition)
    except Exception:  # several numbers, say, of which some may hold and some not
        holds = False
    if not holds:
        raise Mismatch(f"that:{code or message[:60]}", capital(message), look)
