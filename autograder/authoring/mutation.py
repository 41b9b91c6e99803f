"""Grades mutants of the reference solutions: one that loses no point shows a grader that is too weak."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import nbformat

from autograder.authoring.mistake_words import WORDS
from autograder.authoring.mutants import Mutant, mutants
from autograder.authoring.trial import Trials
from autograder.course import Assignment, CourseError
from autograder.judging.status import Status
from autograder.judging.store import KeptMutant, Store
from autograder.judging.verdicts import Verdict
from autograder.notebooks import by_hand, nbgrader_of

NEEDED = 0.95  # of the mutants that are not equivalent to the reference, in each assignment
_KEYS = ("cell", "operator", "function", "before", "after")


@dataclass(frozen=True)
class Result:
    """What became of a mutant: "killed", "survived", or "fault" where a grader failed itself.

    ``detail`` says which cell lost points, or the grader's fault; ``reason`` is why it is recorded as equivalent.
    """

    mutant: Mutant
    fate: str
    detail: str = ""
    reason: str = ""


@dataclass
class Report:
    """All mutants of an assignment; ``stale`` are recorded equivalents that are no mutant any more."""

    assignment: str
    results: list[Result] = field(default_factory=list)
    stale: list[tuple[str, ...]] = field(default_factory=list)

    def of(self, fate: str) -> list[Result]:
        """The results with this fate among the mutants that count, which are not recorded as equivalent."""
        return [result for result in self.results if result.fate == fate and not result.reason]

    @property
    def equivalent(self) -> list[Result]:
        """The mutants recorded as equivalent."""
        return [result for result in self.results if result.reason]

    @property
    def counted(self) -> int:
        """How many mutants count."""
        return len(self.results) - len(self.equivalent)

    @property
    def rate(self) -> float:
        """The share of the mutants that count which are killed."""
        return len(self.of("killed")) / self.counted if self.counted else 1.0

    @property
    def good_enough(self) -> bool:
        """Whether the graders kill as many as they must."""
        return self.rate >= NEEDED

    def summary(self) -> str:
        """One line."""
        late = sum(result.detail.endswith("timeout") for result in self.of("killed"))
        return (
            f"{self.assignment}: {self.rate:.1%} killed, {len(self.of('killed'))} of {self.counted} ({late} by time); "
            f"{len(self.of('survived'))} survived, {len(self.of('fault'))} faults, {len(self.equivalent)} equivalent"
        )


def mutate(assignment: Assignment, tell: Callable[[str], None]) -> Report:
    """Grade every mutant of the reference under variant 0, each until it loses points.

    How each was killed is kept in the course's store, where diagnosis looks for mutants that fail as a student does.

    Args:
        tell: gets a line on how far it is.

    Raises:
        CourseError: when the reference itself does not pass, or the recorded equivalents cannot be read.
    """
    reasons, report, trials = recorded(assignment), Report(assignment.name), Trials(assignment)
    limit, reference = _time_limit(trials), assignment.reference.digest
    made = list(mutants_of(assignment))
    store = Store.of(assignment.course)
    store.forget_mutants(reference)
    for number, mutant in enumerate(made, 1):
        tell(f"{assignment.name}: mutant {number} of {len(made)}, {len(report.of('survived'))} survived")
        fate, cell, verdict = _fate(trials, mutant, limit)
        report.results.append(Result(mutant, fate, _detail(fate, cell, verdict), reasons.get(mutant.identity, "")))
        if fate == "killed" and verdict.status in (Status.FAILED, Status.PARTIAL) and mutant.operator in WORDS:
            hint = "{}? {}".format(*WORDS[mutant.operator])
            how = (cell, str(verdict.status), verdict.code)
            store.keep_mutant(reference, KeptMutant(*how, mutant.cell, mutant.operator, hint, mutant.source))
    store.close()
    known = {mutant.identity for mutant in made}
    report.stale = [identity for identity in reasons if identity not in known]
    return report


def mutants_of(assignment: Assignment) -> Iterator[Mutant]:
    """The mutants of the reference's solution cells that graders look at."""
    for cell in assignment.master.cells:
        data = nbgrader_of(cell)
        if data.get("solution") and cell.cell_type == "code" and not by_hand(cell):
            try:
                yield from mutants(str(data["grade_id"]), cell.source)
            except SyntaxError as error:
                raise CourseError(
                    f"the solution {data['grade_id']} of {assignment.name} is not plain Python and cannot be mutated "
                    f"(line {error.lineno}: {error.msg})"
                ) from None


def _time_limit(trials: Trials) -> float:
    """Seconds for a mutant: five times what the reference takes and some more. The reference has to pass."""
    started = time.monotonic()
    cells = [cell.grade_id for cell in trials.assignment.graded]
    with trials.of(trials.assignment.master) as trial:
        verdicts = trial.ask(cells, 0)
    for cell in cells:
        if cell not in verdicts or verdicts[cell].status is not Status.PASSED:
            said = verdicts[cell].status if cell in verdicts else "there is no grader"
            raise CourseError(
                f"the reference of {trials.assignment.name} does not pass {cell} ({said}): mend that first"
            )
    return 10.0 + 5.0 * (time.monotonic() - started)


def _fate(trials: Trials, mutant: Mutant, limit: float) -> tuple[str, str, Verdict]:
    """What became of a mutant, with the graded cell that decided it and the verdict there."""
    notebook = nbformat.from_dict(trials.assignment.master)
    places = {nbgrader_of(cell).get("grade_id"): index for index, cell in enumerate(notebook.cells)}
    notebook.cells[places[mutant.cell]].source = mutant.source
    # what stands above the mutated cell is the reference itself
    below = [cell.grade_id for cell in trials.assignment.graded if cell.index > places[mutant.cell]]
    with trials.of(notebook, limit) as trial:
        verdicts = trial.ask(below, 0, until_failure=True)
    for cell, verdict in verdicts.items():
        if verdict.status is not Status.PASSED:
            return "fault" if verdict.status is Status.NOT_GRADED else "killed", cell, verdict
    return "survived", "", Verdict(Status.PASSED)


def _detail(fate: str, cell: str, verdict: Verdict) -> str:
    if fate == "survived":
        return ""
    return f"{cell}: {verdict.log.strip().splitlines()[-1] if fate == 'fault' else verdict.status}"


def recorded(assignment: Assignment) -> dict[tuple[str, ...], str]:
    """The mutants recorded as equivalent, each with the reason, from ``solutions/NAME/equivalent.toml``."""
    path = assignment.script.parent / "equivalent.toml"
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} is not TOML: {error}") from None
    entries = data.get("equivalent", [])
    if set(data) != {"equivalent"} or not isinstance(entries, list):
        raise CourseError(f"{path} must have nothing but entries that begin with [[equivalent]]")
    found = {}
    for entry in entries:
        good = isinstance(entry, dict) and set(entry) == {*_KEYS, "reason"}
        if not good or not all(isinstance(text, str) for text in entry.values()) or not entry["reason"].strip():
            raise CourseError(f"each entry of {path} must have the texts {', '.join(_KEYS)} and a reason")
        found[tuple(entry[key] for key in _KEYS)] = " ".join(entry["reason"].split())
    return found


def where(assignment: Assignment, mutant: Mutant) -> str:
    """The file and line of a mutant, as ``solutions/NAME/NAME.py:LINE``."""
    [source] = [c.source for c in assignment.master.cells if nbgrader_of(c).get("grade_id") == mutant.cell]
    above = assignment.script.read_text(encoding="utf-8").split(source)[0]
    return f"{assignment.script.relative_to(assignment.course.root)}:{above.count(chr(10)) + mutant.line}"


def remarks(assignment: Assignment, report: Report) -> Iterator[str]:
    """What a person has to look at: survivors, faults, and records of equivalents that are wrong or out of date."""
    for result in report.of("survived"):
        yield f"survived  {_shown(assignment, result)}"
    for result in report.of("fault"):
        yield f"fault     {_shown(assignment, result)}"
    for result in report.equivalent:
        if result.fate != "survived":
            yield f"recorded as equivalent, but {result.fate}  {_shown(assignment, result)}"
    for identity in report.stale:
        yield "recorded as equivalent, but no mutant: " + ", ".join(
            f"{k} = {t!r}" for k, t in zip(_KEYS, identity, strict=True)
        )


def _shown(assignment: Assignment, result: Result) -> str:
    mutant = result.mutant
    head = f"{where(assignment, mutant)}  {mutant.cell}, {mutant.function}: {mutant.operator}"
    minus = [f"    - {line}" for line in mutant.before.splitlines()]
    plus = [f"    + {line}" for line in mutant.after.splitlines()]
    return "\n".join([head, *minus, *plus, *([f"    {result.detail}"] if result.detail else [])])


def overall(reports: list[Report]) -> str:
    """The rate over all assignments."""
    killed, counted = sum(len(report.of("killed")) for report in reports), sum(report.counted for report in reports)
    return f"all: {killed / counted if counted else 1.0:.1%} killed, {killed} of {counted}"
