"""Mutation: each operator on a snippet, and what becomes of mutants of the small course."""

from __future__ import annotations

import ast
import re

import pytest
from click.testing import CliRunner

from autograder.authoring import mutation
from autograder.authoring.build import build
from autograder.authoring.mistake_words import WORDS
from autograder.authoring.mistakes import EXAMPLES, OPERATORS
from autograder.authoring.mutants import mutants
from autograder.authoring.mutation import Report, Result, mutate, recorded, remarks
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.judging import session
from autograder.judging.grading import Grader
from autograder.judging.outcomes import Outcome
from autograder.judging.session import Judge
from autograder.judging.variants import Variant
from autograder.notebooks import nbgrader_of
from autograder.subject.subject import Subject
from autograder.tests.small import assignment, make_course, rewrite


def changes(operator: str, source: str) -> list[str]:
    """The changed lines that an operator makes of a cell, each mutant's in one text."""
    return [mutant.after.replace("\n", "; ") for mutant in mutants("cell", source) if mutant.operator == operator]


# --- operators ---------------------------------------------------------------------------------------------------

MODEL = """
def model(data):
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", len(data), dim=-1):
        pyro.sample("y", dist.Normal(mu, 2.0), obs=data)
"""


@pytest.mark.parametrize(
    ("operator", "source", "wanted"),
    [
        ("plate dropped", "with pyro.plate('N', 3):\n    f()", ["f()"]),
        ("plate dropped", "n = pyro.plate('N', 3)\nwith n:\n    f()", ["f()"]),
        ("plate dropped", "g = pyro.plate('G', 2)\nwith no_grad(), g:\n    f()", ["with no_grad():"]),
        ("plate dropped", "for i in pyro.plate('N', 3):\n    f(i)", ["for i in range(3):"]),
        ("context dropped", "with torch.no_grad():\n    f()", ["f()"]),
        ("obs dropped", "pyro.sample('y', d, obs=data)", ["pyro.sample('y', d)"]),
        ("constraint dropped", "pyro.param('s', x, constraint=c)", ["pyro.param('s', x)"]),
        ("dim dropped", "pyro.plate('N', 3, dim=-2)", ["pyro.plate('N', 3)"]),
        ("dims exchanged", "pyro.plate('N', 3, dim=-2)", ["pyro.plate('N', 3, dim=-1)"]),
        ("dims exchanged", "x.sum(dim=-1)", ["x.sum(dim=-2)"]),
        ("loc and scale swapped", "dist.Normal(a, b)", ["dist.Normal(b, a)"]),
        ("loc and scale swapped", "dist.Normal(loc=a, scale=b)", ["dist.Normal(loc=b, scale=a)"]),
        ("scale squared", "dist.Normal(a, b)", ["dist.Normal(a, b ** 2)"]),
        ("scale squared", "dist.HalfNormal(b)", ["dist.HalfNormal(b ** 2)"]),
        ("scale squared", "dist.Normal(a, scale=b)", ["dist.Normal(a, scale=b ** 2)"]),
        ("scale squared", "dist.Gamma(a, b)", []),
        ("family changed", "dist.Normal(a, b)", ["dist.Laplace(a, b)"]),
        ("family changed", "Gamma(a, b)", ["LogNormal(a, b)"]),
        ("to_event changed", "d.to_event(1)", ["d", "d.to_event(2)", "d.to_event(0)"]),
        ("to_event changed", "pyro.sample('x', d)", ["pyro.sample('x', d.to_event(1))"]),
        ("site renamed", "pyro.sample('x', d)", ["pyro.sample('x_', d)"]),
        ("site renamed", "pyro.param(f'x{i}')", ["pyro.param(f'x{i}_')"]),
        ("gradient cut", "def f(m):\n    return dist.Normal(m, S)", ["return dist.Normal(m.detach(), S)"]),
        ("gradient not cut", "x = y.detach()", ["x = y"]),
        ("gradients not zeroed", "x.grad = None", ["pass"]),
        ("gradients not zeroed", "x.grad.zero_()", ["pass"]),
        ("gradients not zeroed", "optimizer.zero_grad()", ["pass"]),
        ("seed ignored", "pyro.set_rng_seed(seed)", ["pass"]),
        ("context dropped", "with poutine.seed(rng_seed=3):\n    f()", ["f()"]),
        ("raise removed", "if a:\n    raise ValueError('no')", ["pass"]),
        ("statement dropped", "a = 1\nf(a)", ["pass", "pass"]),
        ("other variable returned", "def f(a):\n    b = a\n    return a", ["return b"]),
        ("other variable returned", "def f(a):\n    return (a, 1)", ["return (1, a)"]),
        ("other variable used", "def f(a, b):\n    return g(a)", ["return g(b)"]),
        ("other variable used", "def f(a, b):\n    return g(k=b)", ["return g(k=a)"]),
        ("arguments exchanged", "f(a, b)", ["f(b, a)"]),
        ("sign flipped", "x = -y", ["x = y"]),
        ("sign flipped", "def f(a):\n    return a", ["return -a"]),
        ("operator changed", "x = a + b", ["x = a - b"]),
        ("operator changed", "x = a * b", ["x = a / b"]),
        ("operator changed", "x = a ** 2", ["x = a"]),
        ("operator changed", "x += 1", ["x -= 1"]),
        ("comparison changed", "x = a < b", ["x = a <= b"]),
        ("comparison changed", "x = a is None", ["x = a is not None"]),
        ("condition negated", "x = 1 if a else 2", ["x = 1 if not a else 2"]),
        ("condition negated", "if not a:\n    f()", ["if a:"]),
        ("condition negated", "if a < b:\n    f()", ["if not a < b:"]),
        ("condition negated", "if a is b:\n    f()", []),
        ("and and or exchanged", "x = a and b", ["x = a or b"]),
        ("sum and mean exchanged", "x.sum()", ["x.mean()"]),
        ("sum and mean exchanged", "torch.mean(x)", ["torch.sum(x)"]),
        ("max and min exchanged", "x.argmax()", ["x.argmin()"]),
        ("max and min exchanged", "min(a)", ["max(a)"]),
        ("transform dropped", "x.exp()", ["x"]),
        ("transform dropped", "torch.log(x)", ["x"]),
        ("transform dropped", "self.value.sqrt()", ["self.value"]),
        ("conversion dropped", "x.item()", ["x"]),
        ("conversion dropped", "float(x)", ["x"]),
        ("range off by one", "range(n)", ["range(n - 1)", "range(n + 1)"]),
        ("range off by one", "range(a, b)", ["range(a, b - 1)", "range(a, b + 1)", "range(a + 1, b)"]),
        ("n - 1 for n", "x = len(y)", ["x = len(y) - 1"]),
        ("n - 1 for n", "pyro.plate('N', n)", ["pyro.plate('N', n - 1)"]),
        ("constant changed", "x = 0", ["x = 1"]),
        ("constant changed", "x = f(0.5)", ["x = f(1.5)"]),
        ("constant changed", "x = True", ["x = False"]),
        ("constant changed", "def f(n=4):\n    g(n)", ["def f(n=5):"]),
        ("default changed", "def f(n=None):\n    g(n)", ["def f(n=1):"]),
    ],
)
def test_an_operator_makes_its_mistake(operator, source, wanted):
    assert changes(operator, source) == wanted


@pytest.mark.parametrize(
    ("operator", "before", "after"), [(o, *pair) for o, pairs in EXAMPLES.items() for pair in pairs]
)
def test_an_operator_does_what_its_examples_say(operator, before, after):
    assert changes(operator, before) == [after]


def test_the_kinds_of_neighbouring_conventions_have_examples():
    assert {operator for operator, pairs in EXAMPLES.items() if pairs} == {
        "n and n - 1 exchanged",
        "begun at the second",
        "only the first two",
        "one by one for jointly",
        "a size of one stretches",
    }


def test_what_depends_on_the_outer_loop_is_not_made_one_by_one():
    assert changes("one by one for jointly", "t = [b for a in xs for b in a]") == []
    assert changes("one by one for jointly", "for a in xs:\n    for b in a:\n        f(a, b)") == []


def test_a_model_gets_the_mistakes_of_models():
    found = {mutant.operator for mutant in mutants("cell", MODEL)}
    assert found >= {
        "plate dropped",
        "obs dropped",
        "loc and scale swapped",
        "scale squared",
        "family changed",
        "to_event changed",
        "dims exchanged",
        "site renamed",
        "gradient cut",
        "n - 1 for n",
    }


def test_every_mutant_is_another_program_that_compiles():
    made = mutants("cell", MODEL)
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in made} - {ast.dump(ast.parse(MODEL))}) == len(made)
    for mutant in made:
        compile(mutant.source, "mutant", "exec")


def test_a_mutant_that_does_not_compile_is_left_out(monkeypatch):
    def broken(node, place):
        yield ast.Name("1x", ast.Load())
        yield ast.Name("z", ast.Load())

    monkeypatch.setattr("autograder.authoring.mutants.OPERATORS", [("broken", (ast.Name,), broken)])
    assert [mutant.source for mutant in mutants("cell", "f(3)")] == ["z(3)"]


def test_words_for_people_are_left_alone():
    source = 'def f(n: "int") -> "int":\n    """Gives 3."""\n    raise ValueError(f"not {n + 1}", 2)\n'
    assert {mutant.operator for mutant in mutants("cell", source)} == {"raise removed"}


def test_a_mutant_says_where_it_stands():
    source = "class A:\n    def f(self):\n        # a comment\n        return 3\n"
    [mutant] = [m for m in mutants("cell", source) if m.operator == "constant changed"]
    assert (mutant.function, mutant.line, mutant.before, mutant.after) == ("A.f", 4, "return 3", "return 4")
    [moved] = [m for m in mutants("cell", "x = y\n\n\n" + source) if m.operator == "constant changed"]
    assert moved.line == 7
    assert moved.identity == mutant.identity


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


def test_the_words_of_an_operator_are_general():
    assert set(WORDS) <= {name for name, _, _ in OPERATORS}
    for title, hint in WORDS.values():
        assert not re.search(r"\d", title + hint)
        assert title.rstrip(".?") == title
        assert hint.endswith((".", "?"))


class Standing(Subject):
    """A subject of which nothing is asked."""

    def stand_at(self, grade_id: str) -> None:
        pass


def test_no_grader_is_asked_after_the_first_loss(tmp_path):
    graders = tmp_path / "test_two.py"
    graders.write_text("def test_a():\n    assert False\n\n\ndef test_b():\n    pass\n")

    def asked(**how: bool) -> list[str]:
        judge = Judge(Standing(), Standing(), lambda cell: Variant("two", cell, 0), ["a", "b"])
        return list(session.run(graders, judge, **how))

    assert asked(until_failure=True) == ["a"]
    assert asked() == ["a", "b"]


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
