"""The command ``autograder``: parses, calls one function, prints."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import logging
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

if TYPE_CHECKING:
    from autograder.classroom.cluster import Cluster
    from autograder.judging.graded import Graded

from autograder.child import thrift

thrift.without_grammars_of_addresses()

from autograder.course import Course, CourseError  # noqa: E402
from autograder.desk import command as desk  # noqa: E402

console = Console()


# For a terminal that cannot show the signs: it may be set to Latin-1, and that of a container to ASCII.
_PLAIN = {"✓": "+", "✗": "x", "◐": "~", "⧖": "t", "†": "!", "…": "...", "·": "-"}


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


codecs.register_error("plain_signs", _in_plain_signs)


class _Unusable(click.ClickException):
    """Nothing could be done with a file or folder."""

    exit_code = 2


class _Group(click.Group):
    """Turns the kit's own errors into one sentence and a non-zero exit.

    Where ``--gradescope`` asks for results, the sentence is in them too: without the file Gradescope shows nothing.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        self._results = _value_of("--gradescope", args)
        with self._told_in_results():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, context: click.Context) -> object:
        with self._told_in_results():
            return self._invoke(context)

    def _invoke(self, context: click.Context) -> object:
        from autograder.classroom.printed import harmless
        from autograder.subject.parent import ParentFailed

        try:
            return super().invoke(context)
        except (CourseError, ParentFailed) as error:
            raise click.ClickException(harmless(str(error))) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            logging.getLogger(__name__).info("", exc_info=True)
            file = harmless(str(error.filename or "a file"))
            raise _Unusable(f"{file} cannot be used: {error.strerror}") from None
        except Exception as error:
            if not isinstance(getattr(error, "orig", error), sqlite3.Error):  # SQLAlchemy's errors keep the original
                raise
            logging.getLogger(__name__).info("", exc_info=True)
            raise _Unusable(f"a database of this course cannot be used: {getattr(error, 'orig', error)}") from None

    @contextmanager
    def _told_in_results(self) -> Iterator[None]:
        try:
            yield
        except click.exceptions.Exit:
            raise
        except Exception as error:
            if self._results is not None:
                from autograder.classroom import results

                text = f"grading stopped with {type(error).__name__}"
                if isinstance(error, click.ClickException):
                    text = error.format_message()
                with contextlib.suppress(OSError):
                    results.write_gradescope_failure(text, self._results)
            raise

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with the whole first paragraph of its description."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, " ".join((command.help or "").split("\n\n")[0].split()))
                    for name, command in self.commands.items()
                ]
            )


def _value_of(option: str, arguments: list[str]) -> Path | None:
    """The path that a command line gives for an option, whether or not the rest of the line is any good."""
    for argument, following in zip(arguments, [*arguments, ""][1:], strict=True):
        value = following if argument == option else argument.removeprefix(f"{option}=")
        if argument.split("=")[0] == option and value:
            return Path(value)
    return None


def _assignments(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For a shell: the assignments whose names begin so, and files where the command takes them."""
    found: list[CompletionItem] = []
    with contextlib.suppress(CourseError):
        names = Course.find(context.find_root().params.get("course") or Path(".")).names()
        found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    if parameter.name == "targets" or (parameter.name == "directory" and not found):
        found.append(CompletionItem(incomplete, type="file"))
    return found


_File = click.Path(path_type=Path, exists=True, dir_okay=False)
_one_name = click.argument("name", shell_complete=_assignments)
_names_if_any = click.argument("names", nargs=-1, shell_complete=_assignments)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pyro-autograder", prog_name="autograder")
@click.option("--course", type=click.Path(path_type=Path, exists=True), default=Path("."), help="The course's folder.")
@click.option("--verbose", is_flag=True, help="Log what happens underneath, with tracebacks, on standard error.")
@click.pass_context
def main(context: click.Context, course: Path, verbose: bool) -> None:
    """Exercises and an autograder for teaching probabilistic programming with Pyro."""
    context.obj = course
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain_signs")
    thrift.collect_seldom()
    if verbose:
        from autograder.classroom.printed import HarmlessFormatter

        handler = logging.StreamHandler()
        handler.setFormatter(HarmlessFormatter("%(asctime)s %(name)s: %(message)s"))
        logging.basicConfig(level=logging.INFO, handlers=[handler])


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _course(folder: Path) -> Course:
    """The course in ``folder`` or above it, with nbgrader's own settings."""
    from autograder.settings import find_course

    return find_course(folder)


def _names(course: Course, names: tuple[str, ...]) -> list[str]:
    return [course.assignment(name).name for name in names] if names else course.names()


@main.command()
@click.argument("name")
@click.argument("title")
@click.pass_obj
def new(folder: Path, name: str, title: str) -> None:
    """Make the assignment NAME with this TITLE from a small template: master, answers and graders, for you to edit."""
    from autograder.authoring import new as making

    course = _course(folder)
    for path in making.new(course, name, title):
        console.print(f"  {path.relative_to(course.root)}", highlight=False, soft_wrap=True)
    console.print(f"Now: autograder build {name} && autograder verify {name}", highlight=False)


@main.command()
@_names_if_any
@click.option("--check", is_flag=True, help="Change nothing; fail when a fresh build would give other files.")
@click.pass_obj
def build(folder: Path, names: tuple[str, ...], check: bool) -> None:
    """Pair, validate and release assignments (all, or those named)."""
    from autograder.authoring import build as building

    course = _course(folder)
    if check:
        stale = building.stale(course, _names(course, names))
        if stale:
            raise click.ClickException(f"not what a fresh build gives: {', '.join(stale)}; run `autograder build`")
        console.print("Everything committed is what a fresh build gives.")
    else:
        building.build(course, list(names) or course.masters(), console.print)


@main.command()
@_names_if_any
@click.option("--all-variants", is_flag=True, help="Under each of the 16 prepared variants, in place of a few.")
@click.option("--again", is_flag=True, help="Also what was found good before and has not changed since.")
@click.pass_obj
def verify(folder: Path, names: tuple[str, ...], all_variants: bool, again: bool) -> None:
    """Check that reference, right and wrong answers and the untouched release get the points that they must get.

    An assignment of which nothing has changed since it was found good is not run again.
    """
    from autograder.authoring import verified
    from autograder.authoring import verify as verifying

    course = _course(folder)
    bad, noticed, wrong = 0, 0, 0
    graded = [name for name in course.names() if course.assignment(name).graders.is_file()]
    for name in _names(course, names) if names else graded:
        assignment = course.assignment(name)
        known = None if again else verified.recall(assignment, all_variants=all_variants)
        console.print(f"[bold]{name}[/]{'' if known is None else '  unchanged since it was verified'}")
        found = []
        for finding in verifying.verify(assignment, all_variants=all_variants) if known is None else known:
            found.append(finding)
            if finding.faults or not all_variants:
                sign = "[red]✗[/]" if finding.faults else "[green]✓[/]"
                score = f"{finding.score:g}/{finding.points:g}"
                seen = "" if finding.noticed is not False else "  no visible check notices it"
                console.print(f"  {sign} {finding.kind:<9} {finding.answer:<36} {score:>6}{seen}", highlight=False)
            for fault in finding.faults:
                console.print(f"      {fault}", markup=False, highlight=False)
            bad += bool(finding.faults)
            wrong += finding.noticed is not None
            noticed += finding.noticed is True
        if known is None:
            verified.keep(assignment, found, all_variants=all_variants)
    if bad:
        raise click.ClickException(f"{bad} answers did not get what they must get")
    if not all_variants:
        console.print(f"Visible checks notice {noticed} of {wrong} wrong answers.", highlight=False)
    console.print("Every answer got exactly what it must get.")


@main.command()
@_one_name
@click.argument("answer")
@click.pass_obj
def diff(folder: Path, name: str, answer: str) -> None:
    """Show how ANSWER, right or wrong, of the assignment NAME differs from the reference."""
    from autograder.authoring.difference import difference

    for line in difference(Course.find(folder).assignment(name), answer):
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


@main.command()
@_names_if_any
@click.option("--again", is_flag=True, help="Measure anew what is measured already.")
@click.pass_obj
def calibrate(folder: Path, names: tuple[str, ...], again: bool) -> None:
    """Measure stochastic checks one try at a time, and keep the figures in solutions/NAME/calibration.json.

    Exit code 1 when a check fails correct answers, or passes wrong ones, more often than is allowed. An interrupted
    run goes on where it stopped, and what has not changed is not measured again.
    """
    from autograder.authoring import calibration

    course = _course(folder)
    findings: list[str] = []
    for name in _names(course, names):
        with console.status(name) as status:
            result = calibration.calibrate(course.assignment(name), again=again, tell=status.update)
        if result is None:
            console.print(f"{name}: no check is stochastic, so there is nothing to calibrate.", highlight=False)
        else:
            console.print(result.table())
            findings += result.findings()
    for finding in findings:
        console.print(finding, style="red", markup=False, highlight=False, soft_wrap=True)
    if findings:
        raise click.ClickException(f"{len(findings)} figures are not what they must be")


@main.command()
@_names_if_any
@click.pass_obj
def mutate(folder: Path, names: tuple[str, ...]) -> None:
    """Grade mutants of the reference solutions: small mistakes, each of which must lose points.

    Mutants that are no mistake are recorded in solutions/NAME/equivalent.toml. Exit code 1 when fewer than 95 % of the
    others are killed in some assignment.
    """
    from autograder.authoring import mutation

    course = _course(folder)
    graded = [name for name in course.names() if course.assignment(name).graders.is_file()]
    reports = []
    for name in _names(course, names) if names else graded:
        assignment = course.assignment(name)
        with console.status(name) as status:
            report = mutation.mutate(assignment, status.update)
        reports.append(report)
        for line in mutation.remarks(assignment, report):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        console.print(report.summary(), style="bold", highlight=False, soft_wrap=True)
    if len(reports) > 1:
        console.print(mutation.overall(reports), style="bold", highlight=False, soft_wrap=True)
    weak = [report.assignment for report in reports if not report.good_enough]
    if weak:
        raise click.ClickException(f"fewer than {mutation.NEEDED:.0%} of the mutants are killed in {', '.join(weak)}")


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@_names_if_any
@click.option("--solutions", multiple=True, metavar="NAME", help="With the right answers to NAME; may be said again.")
@click.pass_obj
def handout(folder: Path, directory: Path, names: tuple[str, ...], solutions: tuple[str, ...]) -> None:
    """Write to DIRECTORY what students get: notebooks (all, or those named), what they install, and how to begin."""
    from autograder.authoring.handout import hand_out

    course = _course(folder)
    written = hand_out(course, names or course.names(), directory, solutions)
    what = "1 assignment" if len(written) == 1 else f"{len(written)} assignments"
    console.print(f"{directory}: {what}. Students begin with README.md.", highlight=False, soft_wrap=True)


@main.command()
@click.argument("targets", nargs=-1, required=True, shell_complete=_assignments)
@click.option("--jobs", type=click.IntRange(1), default=_cores, help="Submissions at a time [default: the cores].")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster's, or its scheduler file: its workers judge.")
@click.option("--tls-ca", type=_File, help="For a cluster with TLS: the authority's certificate.")
@click.option("--tls-cert", type=_File, help="… and your own.")
@click.option("--tls-key", type=_File, help="… and its key.")
@click.option("--student", "students", multiple=True, help="Only this student's submissions; may be said again.")
@click.option("--again", is_flag=True, help="Also what was graded before and has not changed since.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Also write the outcomes as JSON.")
@click.option("--junit", "junit_path", type=click.Path(path_type=Path), help="Also write the outcomes as JUnit XML.")
@click.option(
    "--gradescope",
    "gradescope_path",
    type=click.Path(path_type=Path),
    help="Also write one submission's outcomes as Gradescope's results.json.",
)
@click.option(
    "--sandbox",
    type=click.Choice(["full", "none"]),
    help="none: run student code with your own rights, where this machine cannot confine it [default: full, or what "
    "GradeNotebook.sandbox in nbgrader's configuration says].",
)
@click.pass_obj
def grade(
    folder: Path,
    targets: tuple[str, ...],
    jobs: int,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    students: tuple[str, ...],
    again: bool,
    json_path: Path | None,
    junit_path: Path | None,
    gradescope_path: Path | None,
    sandbox: str | None,
) -> None:
    """Grade TARGETS: assignments (all that is submitted), notebooks, or folders.

    What lies in nbgrader's submitted/ tree is graded through nbgrader, and its scores are in the gradebook. A run that
    was ended, however it was, goes on where it stopped when it is started again. With --scheduler each worker of the
    cluster judges with all its threads, this machine writes, and --jobs says nothing.

    Exit code 0: all is graded; 1: something waits for a person; 2: nothing could be done.
    """
    from autograder import doctor, settings
    from autograder.classroom import results
    from autograder.classroom.printed import harmless
    from autograder.classroom.run import grade as grade_class
    from autograder.classroom.submissions import find, of_students
    from autograder.subject.parent import ParentFailed

    course = _course(folder)
    confined = settings.of(course).confined if sandbox is None else sandbox == "full"
    try:
        submissions = of_students([each for target in targets for each in find(course, target)], students)
        if gradescope_path and len(submissions) != 1:
            raise CourseError(f"--gradescope is for one submission, and these are {len(submissions)}: name a notebook")
        for path in filter(None, (json_path, junit_path, gradescope_path)):
            results.see_that_it_can_be_written(path)
        cluster = _cluster(scheduler, tls_ca, tls_cert, tls_key)
        graded = grade_class(course, submissions, confined=confined, jobs=jobs, again=again, cluster=cluster)
        rows = _progress(graded, len(submissions))
    except (CourseError, ParentFailed) as error:
        raise click.UsageError(harmless(str(error))) from None
    _print_class(rows, single=len(rows) == 1)
    confinement = doctor.in_one_line(confined)
    console.print(confinement)
    if json_path:
        results.write_json(rows, json_path, confinement)
    if junit_path:
        results.write_junit(rows, junit_path, confinement)
    if gradescope_path:
        results.write_gradescope(rows[0], gradescope_path, confinement)
    if not all(row.settled for row in rows):
        raise SystemExit(1)


def _cluster(scheduler: str | None, *tls: Path | None) -> Cluster | None:
    """The Dask cluster that the options name."""
    files = tuple(filter(None, tls))
    if files and (len(files) < 3 or not scheduler):
        raise CourseError("--tls-ca, --tls-cert and --tls-key belong together, and to --scheduler")
    if not scheduler:
        return None
    try:
        from autograder.classroom.cluster import Cluster
    except ModuleNotFoundError as error:
        if error.name not in ("distributed", "dask"):
            raise
        raise CourseError("--scheduler wants Dask, which is not installed: pip install -e '.[cluster]'") from None

    def tell(sentence: str) -> None:
        from autograder.classroom.printed import harmless

        console.print(harmless(sentence), style="yellow", markup=False, highlight=False, soft_wrap=True)

    return Cluster(scheduler, (files[0], files[1], files[2]) if files else None, tell)


def _progress(rows: Iterable[Graded], total: int) -> list[Graded]:
    """All rows, sorted, while a line shows how many are done, the outcomes so far, and the time that is left."""
    from autograder.classroom.printed import in_markup
    from autograder.classroom.results import counts

    done = []
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TextColumn("{task.fields[outcomes]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("grading", total=total, outcomes="")
        for row in rows:
            done.append(row)
            progress.update(
                task, advance=1, description=in_markup(f"{row.assignment} {row.student}"), outcomes=counts(done)
            )
    return sorted(done, key=lambda row: (row.assignment, row.student))


def _print_class(rows: list[Graded], single: bool) -> None:
    from autograder.classroom import results
    from autograder.classroom.printed import harmless

    console.print(results.table(rows))
    if single:
        for outcome in rows[0].outcomes:
            console.print(harmless(outcome.panel().text()), markup=False, highlight=False)
    console.print(results.summary(rows))


@main.command("report")
@click.argument("names", nargs=-1, required=True, shell_complete=_assignments)
@click.pass_obj
def class_report(folder: Path, names: tuple[str, ...]) -> None:
    """Write a page on how the class did in an assignment: reports/NAME.html, with the same as reports/NAME.csv."""
    from autograder.classroom import report

    course = _course(folder)
    for name in names:
        made, paths = report.write(course, name)
        console.print(
            f"{name}: {made.counts()}; {' and '.join(str(path) for path in paths)}",
            highlight=False,
            soft_wrap=True,
        )


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("autograder-demo"))
def demo(folder: Path) -> None:
    """Take a small class through release, grading and feedback in a fresh FOLDER, and say where to look."""
    from autograder.classroom import demo as showing
    from autograder.classroom.run import grade as grade_class
    from autograder.classroom.submissions import find

    course = showing.make_class(folder, console.print)
    submissions = [submission for name in course.names() for submission in find(course, name)]
    rows = _progress(grade_class(course, submissions, jobs=_cores()), len(submissions))
    with console.status("writing feedback"):
        for name in course.names():
            showing.write_feedback(course, name)
    _print_class(rows, single=False)
    first = course.names()[0]
    console.print(
        f"\nWhere to look next, all in {folder}/:\n"
        f"  a feedback page:  feedback/{showing.WRONG[0]}/{first}/{first}.html\n"
        f"  the graded notebooks:  autograded/   the scores:  gradebook.db\n"
        f"  formgrader:  cd {folder} && jupyter lab   (menu Nbgrader, then Formgrader)\n"
        f"  a student's notebook:  release/{first}/{first}.ipynb",
        soft_wrap=True,
    )


@main.command()
@_names_if_any
@click.option(
    "--size",
    "sizes",
    type=click.IntRange(1),
    multiple=True,
    default=(50, 100, 200),
    show_default=True,
    help="Of a class; may be said again.",
)
@click.option("--jobs", type=click.IntRange(1), default=_cores, help="For the kit [default: the cores].")
@click.pass_obj
def bench(folder: Path, names: tuple[str, ...], sizes: tuple[int, ...], jobs: int) -> None:
    """Grade classes of these sizes with stock nbgrader and with the kit, and say what each took.

    Both grade the same cells of the same notebooks, one after the other. Stock nbgrader gets a tenth of each class.
    """
    from autograder.classroom import bench as benching

    course = _course(folder)
    for name in names or ("step_03", "step_13"):
        with console.status("") as status:
            result = benching.measure(course.assignment(name), sizes, jobs, status.update)
        console.print(benching.table(result))
        for line in benching.findings(result):
            console.print(line, highlight=False)


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


# What students have of this command, for whoever writes their lessons.
for command in desk.main.commands.values():
    main.add_command(command)
