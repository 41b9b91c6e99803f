"""What became of a graded cell, in one word: how it is said, shown and counted everywhere."""

from __future__ import annotations

from enum import StrEnum

from autograder.expect.panel import Tone


class Status(StrEnum):
    """The status of an outcome; its value is what files and other programs get.

    Attributes:
        word: what a badge says.
        sign: one character for a table.
        tone: how it is meant.
        diagnosed: whether a misconception may stand behind it. One that takes all memory or time, or ends the process,
            is a finding as good as any; a pass has none, and a fault of the grader's own says nothing about a student.
    """

    PASSED = "passed", "passed", "✓", Tone.GOOD, False
    FAILED = "failed", "not passed", "✗", Tone.BAD, True
    PARTIAL = "partial", "partly passed", "◐", Tone.PART, True
    TIMEOUT = "timeout", "ran out of time", "T", Tone.BAD, True
    OUT_OF_MEMORY = "out_of_memory", "ran out of memory", "M", Tone.BAD, True
    CRASHED = "crashed", "the notebook's process ended here", "†", Tone.BAD, True
    NOT_GRADED = "not_graded", "to be graded by hand", "?", Tone.OPEN, False

    def __new__(
        cls, value: str, word: str = "", sign: str = "", tone: Tone = Tone.OPEN, diagnosed: bool = False
    ) -> Status:
        """A status, with its attributes behind its value; ``Status(value)`` finds the one that there is."""
        status = str.__new__(cls, value)
        status._value_, status.word, status.sign, status.tone, status.diagnosed = value, word, sign, tone, diagnosed
        return status

    word: str
    sign: str
    tone: Tone
    diagnosed: bool

    @property
    def lost(self) -> bool:
        """Whether points were lost, as far as a grader can say."""
        return self not in (Status.PASSED, Status.NOT_GRADED)
