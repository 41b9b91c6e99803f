"""The command of a student: check, progress, hint."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder.desk import hints, lessons
from autograder.desk.lessons import SIGNS, NoLesson, Standing

console = Console()
LOOK = 0.5  # seconds between two looks at whether a file was saved
_STYLES = dict(zip(SIGNS, ("green", "yellow", "red", "magenta", "dim"), strict=True))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Your notebooks in a terminal: what their checks say, how far you are, the next hint."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no such sign


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    try:
        yield
    except NoLesson as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Go on: run a notebook again whenever it is saved; Ctrl+C ends it.")
def check(files: tuple[Path, ...], watch: bool) -> None:
    """Run notebooks from an empty memory and print what each check says.

    FILES are notebooks, or folders of them; without any, those of this folder. Nothing is written into them. Their code
    runs as in Jupyter, with your rights. Exit code 1 when a check does not look right yet.
    """
    with _in_a_sentence():
        paths = list(_notebooks(files or (Path(),)))
        saved = {path: path.stat().st_mtime_ns for path in paths}
        right = [_checked(path) for path in paths]
        while watch:
            console.print("[dim]Waiting for a notebook to be saved. Ctrl+C ends this.[/]")
            changed = _changed(saved)
            for path in changed:
                _checked(path)
    if not all(right):
        raise SystemExit(1)


def _notebooks(files: tuple[Path, ...]) -> Iterator[Path]:
    for file in files:
        inside = lessons.found(file) if file.is_dir() else [file]
        if not inside:
            raise NoLesson(f"there is no notebook in {file.resolve()}")
        for path in inside:
            if not path.is_file():
                raise NoLesson(f"there is no file {path}")
            yield path


def _changed(saved: dict[Path, int]) -> list[Path]:
    """Wait until files were saved, and say which."""
    while True:
        time.sleep(LOOK)
        now = {path: path.stat().st_mtime_ns if path.exists() else saved[path] for path in saved}
        changed = [path for path in saved if now[path] != saved[path]]
        if changed:
            saved.update(now)
            return changed


def _checked(path: Path) -> bool:
    """Run a notebook, print what it says, and whether all checks look right."""
    from autograder.desk.kernel import run

    console.print(f"\n[bold]{path.stem}[/]  {path}", highlight=False, soft_wrap=True)
    checks = []
    for said in run(path):
        first, _, rest = said.text.partition("\n")
        console.print(first, style=_STYLES.get(first[:1]), markup=False, highlight=False, soft_wrap=True)
        if rest:
            console.print(rest, markup=False, highlight=False, soft_wrap=True)
        checks += [said.right] if said.right is not None else []
    if not checks:
        console.print("It has no checks.")
    return all(checks)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path())
def progress(folder: Path) -> None:
    """Show all lessons below FOLDER (else this folder): what is done, what is begun, and what to open next.

    It runs nothing: a check counts as it looked when you saved the notebook.
    """
    with _in_a_sentence():
        found = lessons.standings(folder)
    table = Table("", "lesson", "tasks", "checks", "minutes", box=None, pad_edge=False)
    for one in found:
        state, style = ("done", "green") if one.done else ("begun", "yellow") if one.begun else ("", None)
        tasks = f"{sum(task.written for task in one.tasks)} of {len(one.tasks)}"
        table.add_row(state, one.lesson.title, tasks, f"{sum(one.checks)} of {len(one.checks)}", one.lesson.minutes)
        table.rows[-1].style = style
    console.print(table)
    done = sum(one.done for one in found)
    console.print(f"\n{done} of {len(found)} lessons done.", highlight=False)
    if following := _next(found):
        console.print(f"Next: {following.path}", highlight=False, soft_wrap=True)


def _next(found: list[Standing]) -> Standing | None:
    """The lesson to open next: one that is begun, else the first for which all is done that it needs."""
    done = {one.lesson.name for one in found if one.done}
    left = [one for one in found if not one.done]
    begun = [one for one in left if one.begun]
    ready = [one for one in left if done.issuperset(one.lesson.needs)]
    return next(iter([*begun, *ready, *left]), None)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("task")
def hint(file: Path, task: str) -> None:
    """Print the next hint for TASK of the notebook FILE: its number, or the name of what you are to write.

    The first time it is the first hint, then the next, up to the last.
    """
    with _in_a_sentence():
        meant = hints.of(file, task)
    if not meant.hints:
        raise click.ClickException(f"{task} has no hints")
    place = hints.following(file, meant)
    console.print(f"Hint {place + 1} of {len(meant.hints)}", style="bold", highlight=False)
    console.print(hints.plain(meant.hints[place]), markup=False, highlight=False, soft_wrap=True)
