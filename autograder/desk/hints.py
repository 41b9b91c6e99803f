"""A task's hints, one at a time: which was told last is kept among the user's own settings, not in the notebook."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import click

from autograder.desk.lessons import NoLesson, Task, read, tasks


def of(path: Path, name: str) -> Task:
    """The task of a notebook that a student means: by its number, a name that it defines, or its cell's id.

    Raises:
        NoLesson: there is none.
    """
    known = list(tasks(read(path)))
    if not known:
        raise NoLesson(f"{path} has no tasks")
    for number, task in enumerate(known, 1):
        if name in (str(number), task.grade_id, *task.names):
            return task
    there = ", ".join(f"{number} ({', '.join(task.names) or task.grade_id})" for number, task in enumerate(known, 1))
    raise NoLesson(f"{path} has no task {name}; there is {there}")


def following(path: Path, task: Task) -> int:
    """The place of the hint that is told next, counted from 0; the last one is told again and again."""
    kept = _place()
    told: dict[str, int] = {}
    with contextlib.suppress(OSError, ValueError):
        told = {str(key): int(value) for key, value in json.loads(kept.read_text(encoding="utf-8")).items()}
    key = f"{path.resolve()}#{task.grade_id}"
    place = min(told.get(key, 0), len(task.hints) - 1)
    with contextlib.suppress(OSError):  # where nothing can be kept, the first hint comes again
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(told | {key: place + 1}), encoding="utf-8")
    return place


def plain(text: str) -> str:
    """A hint's markdown without the signs that only a page needs."""
    text = re.sub(r"^```\w*\n?", "", text, flags=re.MULTILINE)
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text).strip()


def _place() -> Path:
    return Path(click.get_app_dir("pyro-autograder")) / "hints.json"
