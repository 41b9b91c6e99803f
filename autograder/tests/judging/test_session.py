"""The grading session: in the notebook's order, each grader's end as a verdict; no grader's fault costs points."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder import expect
from autograder.course import PACKAGE
from autograder.expect.mismatch import Mismatch
from autograder.judging import recorded, session
from autograder.judging.recorded import RecordedSubject
from autograder.judging.session import GraderBroken, Judge
from autograder.judging.store import Store
from autograder.judging.variants import Variant
from autograder.judging.verdicts import TRIES, Verdict
from autograder.probes import Step
from autograder.probes.records import Opaque, Raised, Refused, Trace
from autograder.subject.pipe import Crashed, OutOfMemory, SubjectFault, TimedOut
from autograder.subject.subject import Subject


class Scripted(Subject):
    """A subject whose functions are a dictionary of answers; an exception among them is raised.

    ``arrive`` is called with each graded cell at which it is to stand.
    """

    def __init__(self, answers: dict[str, Any] | None = None, arrive: Callable[[str], None] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[str] = []
        self.seeds: list[int] = []
        self.stood: list[str] = []
        self.arrive = arrive or self.stood.append

    def stand_at(self, grade_id: str) -> None:
        self.arrive(grade_id)

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        results = []
        self.seeds.append(seed)
        for step in steps:
            name = step["fn"].name
            self.asked.append(name)
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            results.append(answer(seed) if callable(answer) else answer)
        return results


class Judged:
    """The verdicts of a grader file on scripted subjects."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "test_small.py"

    def __call__(
        self,
        graders: str,
        order: list[str],
        student: Subject | None = None,
        reference: Subject | None = None,
    ) -> dict[str, Verdict]:
        self.file.write_text("from autograder import expect\n" + textwrap.dedent(graders))
        judge = Judge(
            student or Scripted(),
            reference or Scripted(),
            lambda grade_id: Variant("small", grade_id, 3),
            order,
        )
        return session.run(self.file, judge)


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    return Judged(tmp_path)


def test_graders_run_in_the_order_of_the_notebook(judged):
    graders = """
    def test_b(student):
        expect.equal(student.call("f"), 1, "f()")

    def test_unknown():
        raise RuntimeError

    def test_a(student):
        expect.equal(student.call("g"), 1, "g()")
    """
    student = Scripted({"f": 1, "g": 2})
    verdicts = judged(graders, ["a", "b", "c"], student)
    assert student.stood == ["a", "b"]
    assert student.asked == ["g", "f"]
    assert {name: verdict.status for name, verdict in verdicts.items()} == {"a": "failed", "b": "passed"}


def test_a_verdict_says_what_was_asked_found_and_exchanged(judged):
    graders = '''
    def test_a(student):
        """The sum of the values.

        More for instructors.
        """
        expect.close(student.call("f", (3,)), 4.0, "f(3)")
    '''
    verdict = judged(graders, ["a"], Scripted({"f": 5.0}))["a"]
    assert (verdict.status, verdict.share, verdict.code) == ("failed", 0.0, "close:f(3)")
    assert verdict.asked == "The sum of the values."
    assert "5" in verdict.message
    assert "4" not in verdict.message, "graders hide what was wanted"
    [(steps, seed, results)] = verdict.exchanges
    assert (steps[0]["op"], steps[0]["args"], results) == ("call", [3], [5.0])
    assert seed == Variant("small", "a", 3).seed


def test_credit_keeps_what_was_earned(judged):
    graders = """
    def test_a(student, credit):
        credit(0.5)
        credit(0.25)
        expect.that(False, "The rest is missing.")

    def test_b(credit):
        credit(0.5)

    def test_c(student, credit):
        credit(0.75)
        student.call("late")

    def test_d(credit):
        expect.that(False, "Nothing yet.")
        credit(1.0)
    """
    verdicts = judged(graders, list("abcd"), Scripted({"late": TimedOut("too slow")}))
    assert {name: (v.status, v.share) for name, v in verdicts.items()} == {
        "a": ("partial", 0.5),
        "b": ("passed", 1.0),
        "c": ("partial", 0.75),
        "d": ("failed", 0.0),
    }
    assert verdicts["a"].message == "The rest is missing."


def test_any_of_three_tries_passes(judged):
    graders = """
    def test_a(student, tries):
        for attempt in tries:
            with attempt as seed:
                expect.that(student.call("f", seed=seed) == 1, "Not enough.")
    """
    first = Variant("small", "a", 3).seed % 100_000
    for passing in range(3):
        student = Scripted({"f": lambda seed, passing=passing: int(seed == first + passing)})
        assert judged(graders, ["a"], student)["a"].status == "passed"
        assert len(student.asked) == passing + 1 + (passing > 0)
    student = Scripted({"f": lambda seed: 0})
    verdict = judged(graders, ["a"], student)["a"]
    assert (verdict.status, verdict.message, len(student.asked)) == ("failed", "Not enough.", TRIES)


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([1], "passed"),
        ([0, 1, 1], "passed"),
        ([0, 0, 1, 1], "passed"),
        ([0, 1, 0, 1, 1], "passed"),
        ([0, 1, 0, 0], "failed"),
        ([0, 1, 0, 1, 0], "failed"),
        ([0, 0, 1, 0], "failed"),
    ],
    ids=str,
)
def test_what_passes_at_a_later_try_has_to_pass_at_its_seed_once_more(judged, answers, status):
    graders = """
    def test_a(student, tries):
        for attempt in tries:
            with attempt as seed:
                expect.that(student.call("f", seed=seed) == 1, "Not enough.")
    """
    dice, seeds = iter(answers), []
    student = Scripted({"f": lambda seed: seeds.append(seed) or next(dice)})
    assert judged(graders, ["a"], student)["a"].status == status
    assert len(seeds) == len(answers)
    again = [at for at in range(1, len(seeds)) if seeds[at] == seeds[at - 1]]
    assert all(answers[at - 1] == 1 for at in again), "only what has passed is looked at again"


def test_a_try_forgives_no_crash_and_no_fault(judged):
    graders = """
    def test_a(student, tries):
        for attempt in tries:
            with attempt as seed:
                student.call("f", seed=seed)

    def test_b(tries):
        for attempt in tries:
            with attempt:
                1 / 0
    """
    student = Scripted({"f": Crashed("the process ended")})
    verdicts = judged(graders, ["a", "b"], student)
    assert (verdicts["a"].status, len(student.asked)) == ("crashed", 1)
    assert verdicts["b"].status == "not_graded"


def test_a_bare_assert_fails_without_pytests_text(judged):
    graders = """
    def test_a(student):
        secret = 41.5
        assert student.call("f") == secret, f"should be {secret}"
    """
    verdict = judged(graders, ["a"], Scripted({"f": 7.25}))["a"]
    assert (verdict.status, verdict.code) == ("failed", "assert")
    for text in ("41.5", "secret", "7.25", "assert"):
        assert text not in verdict.message + verdict.look + verdict.table


@pytest.mark.parametrize(
    "line", ["1 / 0", "undefined_name", "raise KeyError('41.5')", "exec('(')", "import nothing_here"]
)
def test_the_graders_own_exception_is_not_graded_and_logged(judged, line):
    verdicts = judged(f"def test_a(student, credit):\n    credit(0.5)\n    {line}\n\ndef test_b(): pass", ["a", "b"])
    verdict = verdicts["a"]
    assert (verdict.status, verdict.share) == ("not_graded", 0.5), "the share counts where the answer is at fault"
    assert "by hand" in verdict.message
    assert "41.5" not in verdict.message
    assert "test_small.py" in verdict.log
    assert "Traceback" in verdict.log
    assert verdicts["b"].status == "passed"


@pytest.mark.parametrize(
    "graders",
    [
        "def test_a(nothing_of_that_name): pass",
        "import pytest\ndef test_a(): pytest.skip('later')",
        "import sys\ndef test_a(): sys.exit(0)",
    ],
)
def test_a_grader_that_cannot_run_passes_nobody(judged, graders):
    assert judged(graders, ["a"])["a"].status == "not_graded"


@pytest.mark.parametrize("graders", ["def test_a(:", "1 / 0", "import nothing_here", "\tx = 1\n  y"])
def test_a_grader_file_that_does_not_load_is_broken(judged, graders):
    with pytest.raises(GraderBroken, match=r"test_small\.py"):
        judged(graders, ["a"])


CHANGING = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse"}
CHANGING |= {"setdefault", "sort", "update"}
COUNTED = """
LOADED = []

def test_a(student):
    LOADED.append(1)
    expect.that(student.call("f") == len(LOADED), f"Call {len(LOADED)} of this load.")
"""


def test_a_file_is_loaded_once_for_a_class_and_anew_when_it_changes(judged):
    said = [judged(COUNTED, ["a"], Scripted({"f": 0}))["a"].message for _ in range(3)]
    assert said == ["Call 1 of this load.", "Call 2 of this load.", "Call 3 of this load."]
    changed = judged(COUNTED.replace("Call", "Now call"), ["a"], Scripted({"f": 0}))["a"].message
    assert changed == "Now call 1 of this load."


@pytest.mark.parametrize("end", [TimedOut("late"), Crashed("gone"), Refused("nonsense"), RuntimeError("own"), 2])
def test_nothing_of_one_student_is_left_for_the_next(judged, end):
    graders = """
    def test_a(student, credit):
        got = student.call("f")
        credit(0.5)
        expect.equal(got, 1, "f()")
    """
    first = judged(graders, ["a"], Scripted({"f": end}))["a"]
    second = judged(graders, ["a"], Scripted({"f": 1}))["a"]
    third = judged(graders, ["a"], Scripted({}))["a"]
    assert first.status != "passed"
    assert (second.status, second.share, len(second.exchanges)) == ("passed", 1.0, 1)
    assert (third.status, third.share, third.exchanges) == ("not_graded", 0.0, []), "it has credit from before"


@pytest.mark.parametrize("graders", sorted((PACKAGE / "graders").glob("*.py")), ids=lambda p: p.stem)
def test_graders_keep_nothing(graders):
    """A loaded file judges a whole class, so none may change what its module holds."""
    tree = ast.parse(graders.read_text())
    assigned = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    constants = {name.id for target in assigned for name in ast.walk(target) if isinstance(name, ast.Name)}
    assert all(name.isupper() for name in constants)
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.Global, ast.Nonlocal)), f"line {node.lineno}: its module's state changes"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in constants:
            assert node.attr not in CHANGING, f"line {node.lineno}: {node.value.id} changes"
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            whose = node.value
            assert not (isinstance(whose, ast.Name) and whose.id in constants), (
                f"line {node.lineno}: {whose.id} changes"
            )
        if isinstance(node, ast.FunctionDef):
            assert not any("cache" in ast.unparse(one) for one in node.decorator_list), f"{node.name} remembers"


def test_a_persons_interrupt_ends_the_run_and_the_next_one_works(judged):
    def interrupt(grade_id: str) -> None:
        raise KeyboardInterrupt

    graders = "def test_a(student):\n    student.call('f')"
    with pytest.raises(KeyboardInterrupt):
        judged(graders, ["a"], Scripted(arrive=interrupt))
    assert judged(graders, ["a"], Scripted({"f": 1}))["a"].status == "passed"


def test_a_run_within_a_run_has_a_session_of_its_own(judged):
    graders = "def test_a(student):\n    student.call('f')"
    inner: list[Verdict] = []

    def again(grade_id: str) -> None:
        if not inner:
            inner.append(Verdict("passed"))
            inner[0] = judged(graders, ["a"], Scripted({"f": TimedOut("late")}))["a"]

    outer = judged(graders, ["a"], Scripted({"f": 1}, again))["a"]
    assert (inner[0].status, outer.status) == ("timeout", "passed")


def test_sessions_that_are_closed_leave_the_folder_and_the_hiding_alone(judged, tmp_path, monkeypatch):
    judged("def test_a(student):\n    student.call('f')", ["a"], Scripted({"f": 1}))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for number in range(session.KEPT + 1):
        judged(f"N = {number}\ndef test_a(student):\n    student.call('f')", ["a"], Scripted({"f": 1}))
    assert Path.cwd() == elsewhere
    with pytest.raises(Mismatch, match="7"):
        expect.equal(6, 7, "the sum")


def test_a_missing_grader_file_is_broken(judged, tmp_path):
    judge = Judge(Scripted(), Scripted(), lambda g: Variant("small", g, 0), ["a"])
    with pytest.raises(GraderBroken):
        session.run(tmp_path / "nothing.py", judge)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (TimedOut("the limit was over"), "timeout"),
        (OutOfMemory("no memory was left"), "out_of_memory"),
        (Crashed("the process ended"), "crashed"),
        (Refused("nonsense came"), "failed"),
    ],
)
def test_the_subjects_faults_are_its_own(judged, fault, status):
    graders = """
    def test_a(student):
        student.call("f")

    def test_b(student):
        student.call("g")
    """
    verdicts = judged(graders, ["a", "b"], Scripted({"f": fault, "g": 1}))
    assert (verdicts["a"].status, verdicts["a"].share) == (status, 0.0)
    assert str(fault)[4:] in verdicts["a"].message
    assert verdicts["b"].status == "passed"


def test_what_the_student_raises_or_answers_wrongly_fails_the_student(judged):
    graders = """
    def test_a(student):
        student.call("f")

    def test_b(student):
        student.trace("g")

    def test_c(student):
        expect.raised(student.error("f"), "ValueError", "f()")
    """
    student = Scripted({"f": Raised("KeyError", ["KeyError"], "'mu'", called="f()"), "g": Opaque("Normal")})
    verdicts = judged(graders, ["a", "b", "c"], student)
    assert [verdicts[name].status for name in "abc"] == ["failed"] * 3
    assert "KeyError" in verdicts["a"].message
    assert [verdicts[name].code.split(":")[0] for name in "abc"] == ["raised", "refused", "error_kind"]


@pytest.mark.parametrize(
    "answer",
    [
        TimedOut("the machine was busy"),
        Crashed("the process ended"),
        Refused("nonsense came"),
        Raised("KeyError", ["KeyError"], "the reference's own bug", called="f()"),
        Raised("NotImplementedError", ["NotImplementedError"], "", called="f()"),
        Opaque("Normal"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_the_references_fault_never_costs_the_student_points(judged, answer):
    graders = """
    def test_a(student, reference):
        got, want = student.trace("g"), reference.trace("f")
    """
    for asking in ("trace", "error"):
        if asking == "error" and not isinstance(answer, (SubjectFault, Refused)) and "Not" not in str(answer):
            continue  # an exception or a value is what error() asks for
        text = graders.replace("reference.trace", f"reference.{asking}")
        verdict = judged(text, ["a"], Scripted({"g": Trace({})}), Scripted({"f": answer}))["a"]
        assert verdict.status == "not_graded", asking
        assert "reference" in verdict.log.lower()


def test_a_reference_that_answers_is_as_good_as_ever(judged):
    graders = """
    def test_a(student, reference):
        expect.equal(student.call("f"), reference.call("f"), "f()")
        expect.raised(reference.error("g"), "KeyError", "g()")
    """
    reference = Scripted({"f": 3, "g": Raised("KeyError", ["KeyError"], "")})
    verdict = judged(graders, ["a"], Scripted({"f": 3}), reference)["a"]
    assert (verdict.status, len(verdict.exchanges)) == ("passed", 1)


def test_a_student_can_only_be_run_up_to_a_grader_that_stands_there(judged):
    """What happens on the way there is the student's, and told as such."""

    def arrive(grade_id: str) -> None:
        if grade_id == "b":
            raise SubjectFault("it ended")

    graders = "def test_a(): pass\ndef test_b(): pass\ndef test_c(): pass"
    verdicts = judged(graders, ["a", "b", "c"], Scripted(arrive=arrive))
    assert [verdicts[name].status for name in "abc"] == ["passed", "crashed", "passed"]


def test_a_grader_with_cases_passes_only_if_all_do(judged):
    graders = """
    import pytest

    @pytest.mark.parametrize("n", [1, 2, 3])
    def test_a(n):
        expect.that(n != 2, "Two is wrong.")

    @pytest.mark.parametrize("n", [1, 2])
    def test_b(n):
        pass
    """
    verdicts = judged(graders, ["a", "b"])
    assert (verdicts["a"].status, verdicts["a"].message) == ("failed", "Two is wrong.")
    assert verdicts["b"].status == "passed"


def test_the_variant_is_the_graders_own(judged):
    graders = """
    def test_a(student, variant):
        expect.equal([variant.index, variant.normal(0.0, 1.0)], student.value("want"), "it")
    """
    want = [3, Variant("small", "a", 3).normal(0.0, 1.0)]
    assert judged(graders, ["a"], Scripted({"want": want}))["a"].status == "passed"


def test_a_probe_is_asked_with_the_variants_seed_unless_the_grader_says_another(judged):
    graders = """
    from autograder import probes

    def test_a(student, reference, variant):
        for subject in (student, reference):
            subject.call("f")
            subject.error("f")
            subject.sequence(probes.call("f"), probes.call("f"))
            subject.call("f", seed=0)
            subject.error("f", seed=7)
            subject.sequence(probes.call("f"), seed=8)
    """
    student, reference = Scripted({"f": 1}), Scripted({"f": 1})
    assert judged(graders, ["a"], student, reference)["a"].status == "passed"
    own = Variant("small", "a", 3).seed
    assert student.seeds == reference.seeds == [own, own, own, 0, 7, 8]


def test_both_are_asked_alike_and_answer_as_a_pair(judged):
    graders = """
    from autograder import probes

    def test_a(both, student):
        got, want = both.call("f", (3,), seed=5)
        expect.equal([got, want], [1, 2], "f(3)")
        got, want = both.sequence(probes.call("f"), probes.call("g"))
        expect.equal([got, want], [[1, 3], [2, 4]], "both answers")
        got, want = both.error("h")
        expect.raised(got, "KeyError", "h()")
        expect.raised(want, "ValueError", "h()")
        both.call("h")
    """
    student = Scripted({"f": 1, "g": 3, "h": Raised("KeyError", ["KeyError"], "k", called="h()")})
    reference = Scripted({"f": 2, "g": 4, "h": Raised("ValueError", ["ValueError"], "v", called="h()")})
    verdict = judged(graders, ["a"], student, reference)["a"]
    assert (verdict.status, verdict.code) == ("failed", "raised:KeyError:h"), verdict
    assert student.asked == ["f", "f", "g", "h", "h"]
    assert reference.asked == ["f", "f", "g", "h"], "the student's own fault comes first"
    assert len(verdict.exchanges) == 4
    only_the_references = "def test_a(both):\n    both.call('f', (3,))"
    reference.answers["f"] = reference.answers["h"]
    assert judged(only_the_references, ["a"], student, reference)["a"].status == "not_graded"


def test_nothing_beside_the_graders_configures_the_session(judged, tmp_path, monkeypatch, capfd):
    """A conftest or ini file in the folder where grading happens to run is not read."""
    elsewhere = tmp_path / "submission"
    elsewhere.mkdir()
    (elsewhere / "conftest.py").write_text("raise RuntimeError('conftest was read')")
    (elsewhere / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    assert judged("def test_a(): pass", ["a"])["a"].status == "passed"
    assert "conftest" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(("kind", "asked"), [("reference", 4), ("wrong", 2)])
def test_a_reference_that_timed_out_once_is_asked_again(kind, asked, tmp_path, monkeypatch):
    """Each question is put twice. A wrong answer may loop for ever, which is kept; the reference's fault never is."""
    answer = SimpleNamespace(kind=kind, digest="a")
    monkeypatch.setattr(recorded, "records_digest", lambda assignment: "g")
    subject = RecordedSubject(answer, SimpleNamespace(), Store(tmp_path / "s"), None, 1.0)  # type: ignore[arg-type]
    script = Scripted({"f": TimedOut("too slow")})
    monkeypatch.setattr(subject, "_live", lambda: script)
    for _ in range(2):
        with pytest.raises(TimedOut, match="too slow"):
            subject.call("f")
    assert len(script.asked) == asked
    script.answers["g"] = 3
    assert (subject.call("g"), subject.call("g")) == (3, 3)
    assert script.asked.count("g") == 1


def test_no_grader_is_asked_after_the_first_loss(tmp_path):
    graders = tmp_path / "test_two.py"
    graders.write_text("def test_a():\n    assert False\n\n\ndef test_b():\n    pass\n")

    def asked(**how: bool) -> list[str]:
        judge = Judge(Scripted(), Scripted(), lambda cell: Variant("two", cell, 0), ["a", "b"])
        return list(session.run(graders, judge, **how))

    assert asked(until_failure=True) == ["a"]
    assert asked() == ["a", "b"]
