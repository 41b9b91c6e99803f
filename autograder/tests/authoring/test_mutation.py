"""Mutation: what becomes of mutants of the small course, and what a student is told of those that were kept."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from autograder.authoring import mutation
from autograder.authoring.build import build
from autograder.authoring.mistake_words import WORDS
from autograder.authoring.mutants import mutants
from autograder.authoring.mutation import Report, Result, mutate, recorded, remarks
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.judging.grading import Grader
from autograder.judging.outcomes import Outcome
from autograder.notebooks import nbgrader_of
from autograder.tests.small import assignment, make_course, rewrite

# --- a run -------------------------------------------------------------------------------------------------------

WEAK = '''"""Graders of small."""

from autograder import expect


def test_double_value(student):
    """The double of a number."""
    expect.that((student.call("double", (2,)) or 0) > 0, "That is not positive.")
'''

SURVIVOR = {
    "cell": "double",
    "operator": "constant changed",
    "function": "double",
    "before": "return 2 * x",
    "after": "return 3 * x",
    "reason": "Three is as good as two.",
}


@pytest.fixture
def course(tmp_path) -> Course:
    return make_course(tmp_path)


def mutated(course: Course) -> Report:
    return mutate(assignment(course), lambda line: None)


def weaken(course: Course) -> None:
    (course.graders / "test_small.py").write_text(WEAK)


def record(course: Course, *entries: dict[str, str]) -> None:
    lines = [line for e in entries for line in ["[[equivalent]]", *(f"{k} = {t!r}" for k, t in e.items())]]
    (course.root / "solutions" / "small" / "equivalent.toml").write_text("\n".join(lines))


def fates(report: Report) -> dict[str, str]:
    return {f"{result.mutant.operator}: {result.mutant.after}": result.fate for result in report.results}


def test_a_good_grader_kills_every_mutant(course):
    report = mutated(course)
    assert fates(report) == {
        "statement dropped: pass": "killed",
        "operator changed: return 2 / x": "killed",
        "sign flipped: return -(2 * x)": "killed",
        "constant changed: return 3 * x": "killed",
    }
    assert report.rate == 1.0
    assert report.good_enough
    assert report.results[0].detail.startswith("double_value: ")


def test_a_weak_grader_lets_mutants_live(course):
    weaken(course)
    report = mutated(course)
    assert fates(report)["constant changed: return 3 * x"] == "survived"
    assert report.rate == 0.5
    assert not report.good_enough
    [first, _] = remarks(assignment(course), report)
    lines = (course.root / "solutions/small/small.py").read_text().splitlines()
    place, _, rest = first.removeprefix("survived  ").partition("  ")
    assert lines[int(place.rpartition(":")[2]) - 1].strip() == "return 2 * x"
    assert place.startswith("solutions/small/small.py:")
    assert rest.splitlines() == ["double, double: operator changed", "    - return 2 * x", "    + return 2 / x"]


def test_a_recorded_equivalent_does_not_count(course):
    weaken(course)
    record(course, SURVIVOR)
    report = mutated(course)
    assert (report.counted, len(report.equivalent), len(report.of("survived"))) == (3, 1, 1)
    assert report.equivalent[0].reason == "Three is as good as two."
    assert not report.stale


def test_a_record_that_is_no_mutant_or_is_killed_is_told(course):
    record(course, SURVIVOR, SURVIVOR | {"after": "return 5 * x"})
    report = mutated(course)
    [killed, gone] = remarks(assignment(course), report)
    assert killed.startswith("recorded as equivalent, but killed")
    assert gone.startswith("recorded as equivalent, but no mutant: cell = 'double'")
    assert "return 5 * x" in gone


def test_only_cells_below_the_mutant_are_asked_until_one_is_lost(course, monkeypatch):
    seen = []
    ask = mutation.Trials.of

    def trial(self, notebook, *limit):
        made = ask(self, notebook, *limit)
        asked = made.ask
        made.ask = lambda cells, variant, **how: seen.append((cells, variant, how)) or asked(cells, variant, **how)
        return made

    monkeypatch.setattr(mutation.Trials, "of", trial)
    mutated(course)
    assert seen[1:] == [(["double_value"], 0, {"until_failure": True})] * 4


def graded(course: Course, solution: str) -> Outcome:
    """The outcome of a submission with this solution, under another variant than the mutants'."""
    notebook = assignment(course).released()
    [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
    task.source = solution
    [outcome] = Grader(assignment(course)).grade(notebook, variant=5).outcomes
    return outcome


def test_what_no_wrong_answer_explains_may_be_explained_by_a_mutant_that_was_kept(course):
    build(course, ["small"], lambda line: None)
    negative = "def double(number):\n    twice = number + number\n    return 0 - twice"
    assert graded(course, negative).hint == "", "nothing is kept yet"
    mutated(course)
    found = graded(course, negative)
    assert found.hint == "{}? {}".format(*WORDS["sign flipped"])
    assert found.misconception == "", "that is the name of a wrong answer of the course's"
    assert graded(course, "def double(x):\n    return x - 2 * x").hint == "", "no mutant does that"
    assert graded(course, "def double(x):\n    return x / 0.5 + x").hint == "", "one does, and has no words for it"
    assert graded(course, "def double(x):\n    return x ** 2").misconception == "a_square"


def test_mutants_of_another_reference_are_not_told(course):
    build(course, ["small"], lambda line: None)
    mutated(course)
    rewrite(course.root / "solutions/small/small.py", "return 2 * x", "return x * 2")
    build(course, ["small"], lambda line: None)
    assert graded(course, "def double(x):\n    return -2 * x").hint == ""


def test_a_mutant_that_never_ends_is_killed_by_time(course, monkeypatch):
    monkeypatch.setattr(mutation, "_time_limit", lambda bench: 2.0)
    master = course.root / "solutions/small/small.py"
    rewrite(master, "    return 2 * x", "    n = 0\n    while n < 2 * x:\n        n += 1\n    return n")
    report = mutated(course)
    assert fates(report)["operator changed: n -= 1"] == "killed"
    assert "(1 by time)" in report.summary() or "(2 by time)" in report.summary()


def test_a_graders_own_fault_is_no_kill(course):
    rewrite(
        course.graders / "test_small.py",
        "    expect",
        '    if student.call("double", (2,)) == 6:\n        raise RuntimeError("own fault")\n    expect',
    )
    report = mutated(course)
    [fault] = report.of("fault")
    assert fault.mutant.after == "return 3 * x"
    assert report.rate == 0.75
    assert any("own fault" in line and line.startswith("fault") for line in remarks(assignment(course), report))


def test_a_reference_that_does_not_pass_is_no_ground_for_mutants(course):
    rewrite(course.graders / "test_small.py", "expect.equal(", 'expect.that(False, "no")\n    expect.equal(')
    with pytest.raises(CourseError, match="the reference of small does not pass double_value"):
        mutated(course)


def test_a_cell_that_is_not_plain_python_is_named(course):
    rewrite(course.root / "solutions/small/small.py", "    return 2 * x", "    # %%time\n    return 2 *")
    with pytest.raises(CourseError, match="the solution double of small is not plain Python"):
        list(mutation.mutants_of(assignment(course)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[equivalent", "is not TOML"),
        ("other = 1", "must have nothing but entries"),
        ("equivalent = 1", "must have nothing but entries"),
        ("[[equivalent]]\ncell = 'double'", "must have the texts"),
        ("equivalent = [3]", "must have the texts"),
    ],
)
def test_records_that_cannot_be_read_are_named(course, text, said):
    (course.root / "solutions/small/equivalent.toml").write_text(text)
    with pytest.raises(CourseError, match=said):
        recorded(assignment(course))


def test_a_record_needs_a_reason(course):
    record(course, SURVIVOR | {"reason": " "})
    with pytest.raises(CourseError, match="and a reason"):
        recorded(assignment(course))


def test_the_rate_over_all_assignments():
    [mutant] = mutants("cell", "f()")
    one = Report("one", [Result(mutant, "killed"), Result(mutant, "killed"), Result(mutant, "survived")])
    two = Report("two", [Result(mutant, "killed"), Result(mutant, "survived", reason="none")])
    assert mutation.overall([one, two]) == "all: 75.0% killed, 3 of 4"
    assert "1 equivalent" in two.summary()
    assert Report("none").good_enough


# --- the command -------------------------------------------------------------------------------------------------


def run(course: Course, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--course", str(course.root), "mutate", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_the_command_succeeds_when_all_are_killed(course):
    assert run(course) == (0, "small: 100.0% killed, 4 of 4 (0 by time); 0 survived, 0 faults, 0 equivalent\n")


def test_the_command_fails_when_too_many_live(course):
    weaken(course)
    code, said = run(course, "small")
    assert code == 1
    assert "    + return 3 * x" in said
    assert "Error: fewer than 95% of the mutants are killed in small" in said
