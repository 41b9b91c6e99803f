"""What students wrote, on formgrader's and feedback pages: clean HTML within bounds, and plain text beyond them.

The functions that take a jinja context are nbconvert's filters of the same names, put in their place by
nbgrader_config.py. They clean what is rendered, since markdown and templates can make a harmful link of harmless text.
"""

from __future__ import annotations

import atexit
import contextlib
import html
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from autograder.classroom.cleaner import CPU

MAX_SOURCE = 12 << 20  # characters of one piece; pictures are in it
MAX_TAGS = 20_000  # of one piece: a browser and nbconvert take long over more
MAX_PLAIN = 20_000  # characters that are shown of what cannot be rendered
PAGE_TAGS = 60_000
PAGE_SECONDS = 10.0  # of the cleaner's processor


@dataclass
class Room:
    """What is left for the other pieces of a page."""

    tags: int = PAGE_TAGS
    seconds: float = PAGE_SECONDS


class _Cleaner:
    """The process of :mod:`autograder.classroom.cleaner`, started when first asked and again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, *request: Any) -> tuple[str | None, float]:
        """What the process makes of a request, None where it could not within its limits, and its CPU seconds."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            reply = b""
            with contextlib.suppress(OSError):
                self._process.stdin.write(json.dumps(request).encode() + b"\n")  # type: ignore[union-attr]
                self._process.stdin.flush()  # type: ignore[union-attr]
                reply = self._process.stdout.readline()  # type: ignore[union-attr]
            if not reply.endswith(b"\n"):
                self._end()
                return None, CPU
            result, seconds = json.loads(reply)
            return result, seconds

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-s", "-m", "autograder.classroom.cleaner"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):
                self._process.communicate()
            self._process = None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


_cleaner = _Cleaner()
atexit.register(_cleaner.close)


def clean(source: str, room: Room) -> str:
    """HTML that is safe to show; ``room`` is what the page still has, and is lessened."""
    return _within(source, room, "cleaned", source)


def _within(source: str, room: Room, *request: Any) -> str:
    result = None
    if len(source) <= MAX_SOURCE and room.seconds > 0:
        result, seconds = _cleaner.ask(*request)
        room.seconds -= seconds
    tags = result.count("<") if result is not None else 0
    if result is None or tags > min(MAX_TAGS, room.tags):
        return plain(source)
    room.tags -= tags
    return result


def plain(source: str) -> str:
    """Text as it was written, for what cannot be shown otherwise."""
    cut = "" if len(source) <= MAX_PLAIN else "\n[further text was cut]"
    return f"<pre>{html.escape(source[:MAX_PLAIN])}{cut}</pre>"


def _room(context: Context) -> Room:
    """The room of the page that is being made; nbconvert has one dictionary of resources for each."""
    return context["resources"].setdefault("autograder_room", Room())


@pass_context
def clean_html(context: Context, source: str | bytes) -> str:
    """nbconvert's filter for HTML that others wrote."""
    text = source.decode(errors="replace") if isinstance(source, bytes) else str(source)
    return clean(text, _room(context))


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """nbconvert's filter for cells and outputs in markdown."""
    attachments = context.get("cell", {}).get("attachments", {})
    pictures = attachments if isinstance(attachments, dict) else {}
    return _within(source, _room(context), "rendered", source, pictures)


@pass_context
def highlight_code(context: Context, source: str, metadata: Mapping[str, Any] | None = None) -> str:
    """nbconvert's filter for code cells."""
    language = (metadata or {}).get("magics_language") or "ipython3"
    return _within(source, _room(context), "highlighted", source, str(language))


def strip_files_prefix(text: str) -> str:
    """nbconvert's filter, which would change links after their cleaning; :func:`markdown2html` has done its work."""
    return text
