"""The command ``autograder``: parses, calls one function, prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress
from rich.table import Table

if TYPE_CHECKING:
    from autograder.classroom import Row

# jsonschema imports this optional module if it can, which builds 35 parsers: 1.8 s of each start for nothing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from autograder.course import Course, CourseError  # noqa: E402

console = Console()


class _Group(click.Group):
    """Turns the kit's own errors into one sentence and a non-zero exit."""

    def invoke(self, context: click.Context) -> object:
        from autograder.parent import ParentFailed

        try:
            return super().invoke(context)
        except (CourseError, ParentFailed) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--course", type=click.Path(path_type=Path, exists=True), default=Path("."), help="The course's folder.")
@click.pass_context
def main(context: click.Context, course: Path) -> None:
    """Exercises and an autograder for teaching probabilistic programming with Pyro."""
    context.obj = course


def _names(course: Course, names: tuple[str, ...]) -> list[str]:
    return [course.assignment(name).name for name in names] if names else course.names()


@main.command()
@click.argument("names", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; fail when a fresh build would give other files.")
@click.pass_obj
def build(folder: Path, names: tuple[str, ...], check: bool) -> None:
    """Pair, validate and release assignments (all, or those named)."""
    from autograder import build as building

    course = Course.find(folder)
    if check:
        stale = building.stale(course, _names(course, names))
        if stale:
            raise click.ClickException(f"not what a fresh build gives: {', '.join(stale)}; run `autograder build`")
        console.print("Everything committed is what a fresh build gives.")
    else:
        building.build(course, list(names) or course.masters(), console.print)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--all-variants", is_flag=True, help="Under each of the 16 prepared variants.")
@click.pass_obj
def verify(folder: Path, names: tuple[str, ...], all_variants: bool) -> None:
    """Check that reference, right and wrong answers and the untouched release get the points that they must get."""
    from autograder.verify import verify as run

    course = Course.find(folder)
    bad = 0
    graded = [name for name in course.names() if course.assignment(name).graders.is_file()]
    for name in _names(course, names) if names else graded:
        console.print(f"[bold]{name}[/]")
        for finding in run(course.assignment(name), all_variants=all_variants):
            if finding.faults or not all_variants:
                sign = "[red]✗[/]" if finding.faults else "[green]✓[/]"
                score = f"{finding.score:g}/{finding.points:g}"
                console.print(f"  {sign} {finding.kind:<9} {finding.answer:<36} {score:>6}", highlight=False)
            for fault in finding.faults:
                console.print(f"      {fault}", markup=False, highlight=False)
            bad += bool(finding.faults)
    if bad:
        raise click.ClickException(f"{bad} answers did not get what they must get")
    console.print("Every answer got exactly what it must get.")


@main.command()
@click.argument("targets", nargs=-1, required=True)
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Also write the outcomes as JSON.")
@click.option("--junit", "junit_path", type=click.Path(path_type=Path), help="Also write the outcomes as JUnit XML.")
@click.option(
    "--sandbox",
    type=click.Choice(["full", "none"]),
    default="full",
    help="none: run student code with your own rights, where this machine cannot confine it.",
)
@click.pass_obj
def grade(
    folder: Path, targets: tuple[str, ...], json_path: Path | None, junit_path: Path | None, sandbox: str
) -> None:
    """Grade TARGETS: assignments (all that is submitted), notebooks, or folders.

    What lies in nbgrader's submitted/ tree is graded through nbgrader, and its scores are in the gradebook. Exit code
    0: all is graded; 1: something waits for a person; 2: nothing could be done.
    """
    from autograder import classroom, doctor, report

    course, confined = Course.find(folder), sandbox == "full"
    try:
        submissions = [submission for target in targets for submission in classroom.find(course, target)]
        rows = _progress(classroom.grade(course, submissions, confined=confined), len(submissions))
    except CourseError as error:
        raise click.UsageError(str(error)) from None
    _print_class(rows, report, single=len(rows) == 1)
    confinement = doctor.in_one_line(confined)
    console.print(confinement)
    if json_path:
        report.write_json(rows, json_path, confinement)
    if junit_path:
        report.write_junit(rows, junit_path, confinement)
    if not all(row.settled for row in rows):
        raise SystemExit(1)


def _progress(rows: Iterable[Row], total: int) -> list[Row]:
    done = []
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=console, transient=True) as progress:
        task = progress.add_task("grading", total=total)
        for row in rows:
            done.append(row)
            progress.update(task, advance=1, description=f"{row.assignment} {row.student}")
    return done


def _print_class(rows: list[Row], report: ModuleType, single: bool) -> None:
    console.print(report.table(rows))
    if single:
        for outcome in rows[0].outcomes:
            console.print(report.harmless(outcome.panel().text()), markup=False, highlight=False)
    console.print(report.summary(rows))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("autograder-demo"))
def demo(folder: Path) -> None:
    """Take a small class through release, grading and feedback in a fresh FOLDER, and say where to look."""
    from autograder import classroom, report
    from autograder import demo as showing

    course = showing.make_class(folder, console.print)
    submissions = [submission for name in course.names() for submission in classroom.find(course, name)]
    rows = _progress(classroom.grade(course, submissions), len(submissions))
    with console.status("writing feedback"):
        for name in course.names():
            showing.write_feedback(course, name)
    _print_class(rows, report, single=False)
    first = course.names()[0]
    console.print(
        f"\nWhere to look next, all in {folder}/:\n"
        f"  a feedback page:  feedback/{showing.WRONG[0]}/{first}/{first}.html\n"
        f"  the graded notebooks:  autograded/   the scores:  gradebook.db\n"
        f"  formgrader:  cd {folder} && jupyter lab   (menu Nbgrader, then Formgrader)\n"
        f"  a student's notebook:  release/{first}/{first}.ipynb",
        soft_wrap=True,
    )


@main.command("doctor")
def examine() -> None:
    """Say what this machine offers to a grading run and what is missing. Exit code 1 when a promise cannot be kept."""
    from autograder import doctor

    checks = list(doctor.examine())
    table = Table("", "what", "", show_header=False, box=None)
    for check in checks:
        sign = {True: "[green]✓[/]", False: "[red]✗[/]", None: " "}[check.good]
        table.add_row(sign, check.name, check.text)
    console.print(table)
    if any(check.good is False for check in checks):
        raise SystemExit(1)
