"""What others chose, names, notes and messages, as it may be printed, logged, or opened as a table."""

from __future__ import annotations

import logging

from rich.markup import escape

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Text without what could command a terminal. Its lines stay."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def in_one_line(text: str) -> str:
    """The same in one line, for what is a line's part."""
    return "".join(c if c.isprintable() else "?" for c in text)


def in_markup(text: str) -> str:
    """The same where rich would read markup in it."""
    return escape(in_one_line(text))


def in_table(text: str) -> str:
    """Text that a spreadsheet takes for no formula; numbers stay what they are."""
    try:
        float(text)
    except ValueError:
        return f"'{text}" if text.startswith(FORMULAS) else text
    return text


class HarmlessFormatter(logging.Formatter):
    """Formats a log's lines so that no name in them commands a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record))


class HarmlessRecords(logging.Filter):
    """Cleans a logger's messages where the handlers are somebody else's: those of nbgrader's own commands."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = harmless(record.getMessage()), ()
        return True


HARMLESS_RECORDS = HarmlessRecords()  # one for all: a logger takes it once
