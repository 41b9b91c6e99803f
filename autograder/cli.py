"""The command ``autograder``: parses, calls one function, prints."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

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
        building.build(course, list(names) or course.names(), console.print)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--all-variants", is_flag=True, help="Under each of the 16 prepared variants.")
@click.pass_obj
def verify(folder: Path, names: tuple[str, ...], all_variants: bool) -> None:
    """Check that reference, right and wrong answers and the untouched release get the points that they must get."""
    from autograder.verify import verify as run

    course = Course.find(folder)
    bad = 0
    for name in _names(course, names):
        table = Table("answer", "kind", "score", "verdict", title=name, title_justify="left")
        with console.status(name) as status:
            for finding in run(
                course.assignment(name), all_variants=all_variants,
                on_answer=lambda answer, name=name: status.update(f"{name}: {answer}"),
            ):  # fmt: skip
                if finding.faults or not all_variants:
                    verdict = "\n".join(finding.faults) or "as it must be"
                    table.add_row(finding.answer, finding.kind, f"{finding.score:g}/{finding.points:g}", verdict)
                bad += bool(finding.faults)
        console.print(table)
    if bad:
        raise click.ClickException(f"{bad} answers did not get what they must get")
    console.print("Every answer got exactly what it must get.")
