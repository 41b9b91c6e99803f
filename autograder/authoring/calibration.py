"""Measures stochastic checks one try at a time: how often a correct answer fails, how often a wrong one survives."""

from __future__ import annotations

import ast
import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table

from autograder.authoring.trial import Trials
from autograder.authoring.used import parsed, used
from autograder.course import Answer, Assignment, CourseError
from autograder.judging.digests import files_digest
from autograder.judging.session import PREFIX
from autograder.judging.status import Status
from autograder.judging.variants import VARIANTS, Variant
from autograder.judging.verdicts import SEEDS, TRIES

RUNS = {"reference": 200, "right": 50, "wrong": 20}  # single tries of each answer
ALLOWED = 0.01  # of correct answers that fail one try; of wrong answers that survive TRIES tries
CONFIDENCE = 0.95  # one-sided


@dataclass
class Figures:
    """What one answer got in single tries of one stochastic check.

    The try with number i has the seed ``first_seed + i`` and the variant ``i % 16``. ``unexpected`` has the numbers of
    the tries that came out as they must not: failed by a correct answer, or passed by a wrong one.
    """

    cell: str
    answer: str
    kind: str
    digest: str
    first_seed: int
    runs: int = 0
    unexpected: list[int] = field(default_factory=list)

    @property
    def passed(self) -> int:
        """How many tries were passed."""
        return len(self.unexpected) if self.kind == "wrong" else self.runs - len(self.unexpected)

    @property
    def survival(self) -> float:
        """The share s of single tries that a wrong answer passes, made that of up to three: 1 - (1 - s)^3."""
        return 1.0 - (1.0 - len(self.unexpected) / self.runs) ** TRIES


def upper_bound(events: int, runs: int) -> float:
    """The upper bound of a probability after ``events`` in ``runs`` (Clopper and Pearson 1934), one-sided 95 %.

    The probability p at which so few events or fewer have the probability 5 %: solved by bisection.
    """
    if events >= runs:
        return 1.0

    def at_most(p: float) -> float:
        return sum(math.comb(runs, k) * p**k * (1.0 - p) ** (runs - k) for k in range(events + 1))

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if at_most(middle) > 1.0 - CONFIDENCE else (low, middle)
    return high


@dataclass
class Calibration:
    """The figures of an assignment, as they stand beside its solution."""

    assignment: str
    figures: list[Figures]
    date: str
    versions: dict[str, str]

    @property
    def cells(self) -> list[str]:
        """The graded cells with a stochastic check."""
        return list(dict.fromkeys(figures.cell for figures in self.figures))

    def correct(self, cell: str) -> tuple[int, int]:
        """How many tries the reference and the right answers failed, and of how many."""
        pooled = [figures for figures in self.figures if figures.cell == cell and figures.kind != "wrong"]
        return sum(len(figures.unexpected) for figures in pooled), sum(figures.runs for figures in pooled)

    def findings(self) -> Iterator[str]:
        """What must not be, one sentence each."""
        for cell in self.cells:
            failed, runs = self.correct(cell)
            bound = upper_bound(failed, runs)
            if bound > ALLOWED:
                yield (
                    f"{self.assignment}: one try of {cell} failed correct answers {failed} times in {runs}; that may "
                    f"be up to {bound:.2%} of them, and {ALLOWED:.0%} is allowed."
                )
        for wrong in self.figures:
            if wrong.kind == "wrong" and wrong.survival > ALLOWED:
                passed, bound = len(wrong.unexpected), upper_bound(len(wrong.unexpected), wrong.runs)
                yield (
                    f"{self.assignment}: the wrong answer {wrong.answer} passed {passed} of {wrong.runs} single tries "
                    f"of {wrong.cell} (that may be up to {bound:.1%}), so it survives {TRIES} tries in "
                    f"{wrong.survival:.1%} of cases, and {ALLOWED:.0%} is allowed."
                )

    def table(self) -> Table:
        """The figures for people."""
        table = Table("check", "answer", "", title=self.assignment, title_justify="left")
        for heading in ("tries", "passed", "unexpected", "upper bound (95 %)"):
            table.add_column(heading, justify="right")
        for cell in self.cells:
            for one in self.figures:
                if one.cell == cell:
                    events = len(one.unexpected)
                    _row(table, cell, one.answer, one.kind, one.runs, one.passed, events)
            failed, runs = self.correct(cell)
            _row(table, cell, "all correct answers", "pooled", runs, runs - failed, failed)
            table.add_section()
        return table


def _row(table: Table, cell: str, answer: str, kind: str, runs: int, passed: int, events: int) -> None:
    bad = f"[red]{events}[/]" if events else "0"
    table.add_row(cell, answer, kind, str(runs), str(passed), bad, f"{upper_bound(events, runs):.2%}")


def calibrate(assignment: Assignment, *, again: bool, tell: Callable[[str], None]) -> Calibration | None:
    """Measure what is not measured yet, write it beside the solution, and give all figures; None without such checks.

    Args:
        again: measure everything anew.
        tell: gets a line on how far it is.

    Raises:
        CourseError: when a grader has a fault of its own.
    """
    path, wanted = figures_path(assignment), list(needed(assignment))
    if not wanted:
        path.unlink(missing_ok=True)
        return None
    stored = read(assignment)
    if stored is not None and not again and _fresh(wanted, stored):
        return stored
    progress = _Progress(assignment.course.private / f"calibration-{assignment.name}.json")
    if again:
        progress.forget()
    known = {one.digest: one for one in stored.figures} if stored is not None and not again else {}
    figures = [known.get(one.digest) or progress.of(one) for one in wanted]
    answers, trials = {answer.name: answer for answer in _answers(assignment)}, Trials(assignment)
    for name in dict.fromkeys(one.answer for one in figures):
        _measure(trials, answers[name], [one for one in figures if one.answer == name], progress, tell)
    calibration = Calibration(assignment.name, figures, datetime.now(UTC).date().isoformat(), _libraries())
    path.write_text(json.dumps(_plain(calibration), indent=1) + "\n", encoding="utf-8")
    progress.forget()
    return calibration


def _measure(
    trials: Trials, answer: Answer, figures: list[Figures], progress: _Progress, tell: Callable[[str], None]
) -> None:
    """Run the answer's notebook once, and again only when its process has died, and make all tries that are missing."""
    figures = [one for one in figures if one.runs < RUNS[one.kind]]
    while figures:
        with trials.of(answer.notebook) as trial:
            while figures and not trial.ended:
                one = figures[0]
                variant, seed = one.runs % VARIANTS, one.first_seed + one.runs
                verdict = trial.ask([one.cell], variant, seeds=_only(seed))[one.cell]
                if verdict.status is Status.NOT_GRADED:
                    said = verdict.log.strip().splitlines()[-1]
                    raise CourseError(
                        f"the grader {PREFIX}{one.cell} of {trials.assignment.name} failed itself on {answer.name} "
                        f"(variant {variant}, seed {seed}): {said}"
                    )
                if (verdict.status is Status.PASSED) == (answer.kind == "wrong"):
                    one.unexpected.append(one.runs)
                one.runs += 1
                progress.keep(one)
                tell(f"{trials.assignment.name} {one.cell}: {answer.name} {one.runs}/{RUNS[one.kind]}")
                if one.runs == RUNS[one.kind]:
                    figures = figures[1:]


def _only(seed: int) -> Callable[[Variant], Sequence[int]]:
    return lambda variant: [seed]


class _Progress:
    """Figures as far as they are, so that an interrupted run goes on where it stopped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def of(self, figures: Figures) -> Figures:
        """These figures as far as they were measured."""
        return Figures(**self._kept[figures.digest]) if figures.digest in self._kept else figures

    def keep(self, figures: Figures) -> None:
        self._kept[figures.digest] = asdict(figures)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self._kept), encoding="utf-8")
        os.replace(fresh, self.path)

    def forget(self) -> None:
        self._kept = {}
        self.path.unlink(missing_ok=True)


# --- what is to be measured --------------------------------------------------------------------------------------


def stochastic_cells(assignment: Assignment) -> list[str]:
    """The graded cells whose grader has the fixture ``tries``, in the order of the notebook."""
    tests = _tests(assignment)
    using = {name for name, test in tests.items() if "tries" in {argument.arg for argument in test.args.args}}
    return [cell.grade_id for cell in assignment.graded if PREFIX + cell.grade_id in using]


def needed(assignment: Assignment) -> Iterator[Figures]:
    """What has to be measured, with nothing measured yet: answer by answer, cell by cell."""
    cells = stochastic_cells(assignment)
    if not cells:
        return
    grounds = {cell: _ground(assignment, cell) for cell in cells}
    for answer in _answers(assignment):
        for cell in cells:
            if answer.kind != "wrong" or cell in answer.caught_by:
                name = f"{assignment.name}/{cell}/{answer.name}"
                seed = int(hashlib.sha256(name.encode()).hexdigest()[:7], 16) % (SEEDS - max(RUNS.values()))
                facts = (grounds[cell], answer.name, answer.kind, answer.digest, RUNS[answer.kind], seed)
                yield Figures(cell, answer.name, answer.kind, _digest(*facts), seed)


def stale(assignment: Assignment) -> bool:
    """Whether the committed figures are not those of the answers and checks as they are now."""
    wanted, stored = list(needed(assignment)), read(assignment)
    return not _fresh(wanted, stored) if stored is not None else bool(wanted)


def _fresh(wanted: list[Figures], stored: Calibration) -> bool:
    return {one.digest for one in wanted} == {one.digest for one in stored.figures}


def _answers(assignment: Assignment) -> list[Answer]:
    return [assignment.reference, *assignment.right, *assignment.wrong]


def _tests(assignment: Assignment) -> dict[str, ast.FunctionDef]:
    if not assignment.graders.is_file():
        return {}
    tree = parsed(assignment.graders)
    return {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith(PREFIX)}


def _ground(assignment: Assignment, cell: str) -> str:
    """Names all but the answer that a try depends on: what this grader uses, and the libraries.

    The other graders of the file are no part of it, nor is what the kit has beside: a calibration takes long.
    """
    code = used(assignment.graders, PREFIX + cell, assignment.props)
    files = [files_digest(assignment)] if assignment.files else []
    return _digest(code, _libraries(), assignment.forbidden, *files)


def _libraries() -> dict[str, str]:
    return {"torch": version("torch"), "pyro": version("pyro-ppl")}


def _digest(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


# --- on disk -----------------------------------------------------------------------------------------------------


def figures_path(assignment: Assignment) -> Path:
    """Where an assignment's figures are kept: beside its solution."""
    return assignment.script.parent / "calibration.json"


def read(assignment: Assignment) -> Calibration | None:
    """The committed figures, if there are any."""
    path = figures_path(assignment)
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        facts = Figures.__dataclass_fields__
        figures = [Figures(**{k: v for k, v in one.items() if k in facts}) for one in found.pop("figures")]
        return Calibration(found["assignment"], figures, found["date"], found["versions"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CourseError(
            f"{path} cannot be read: delete it and run `autograder calibrate {assignment.name}`"
        ) from None


def _plain(calibration: Calibration) -> dict[str, Any]:
    """As JSON has it: with the rates and bounds that follow from the counts, for people who read the file."""
    figures = [
        asdict(one) | {"passed": one.passed, "upper_bound": round(upper_bound(len(one.unexpected), one.runs), 5)}
        for one in calibration.figures
    ]
    correct = {}
    for cell in calibration.cells:
        failed, runs = calibration.correct(cell)
        bound = round(upper_bound(failed, runs), 5)
        correct[cell] = {"failed": failed, "runs": runs, "rate": failed / runs, "upper_bound": bound}
    facts = {"assignment": calibration.assignment, "date": calibration.date, "versions": calibration.versions}
    return facts | {"correct": correct, "figures": figures}
