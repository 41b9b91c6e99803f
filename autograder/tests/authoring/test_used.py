"""What a calibration depends on: an added assertion or probe, or a moved import, is none of it; a used one is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring.used import used
from autograder.course import PACKAGE, CourseError

GRADERS = '''"""Graders."""

from autograder import expect, probes

LIMIT = 0.5


def test_cell(student, reference, variant, tries):
    """A fit."""
    x = variant.normal(0.0, 1.0, 7)
    for attempt in tries:
        with attempt as seed:
            got = student.draws("draw", (x,), n=3, seed=seed)
            expect.close(got["return"], x, "what draw(x) returned", rtol=LIMIT)
            expect.that(helper(got), "That is not it.")
            student.sequence(probes.call(probes.Prop("own", "ask"), (x,)))
            student.trace("model", (x,))


def helper(got):
    return len(got) > 0


def test_other(student):
    """Another."""
    expect.posterior(0.0, 1.0, 0.0, 1.0, "mu")
'''


@pytest.fixture
def code(tmp_path: Path) -> Callable[[], list[str]]:
    """What ``test_cell`` uses, in a copy of the package that a test may edit."""
    shutil.copytree(PACKAGE, tmp_path / "autograder", ignore=shutil.ignore_patterns("tests", "graders", "__pycache__"))
    (tmp_path / "props").mkdir()
    (tmp_path / "props" / "own.py").write_text("def ask(x):\n    return x\n")
    (tmp_path / "props" / "other.py").write_text("def ask(x):\n    return x\n")
    (tmp_path / "test_own.py").write_text(GRADERS)
    return lambda: used(tmp_path / "test_own.py", "test_cell", tmp_path / "props", tmp_path / "autograder")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


NEW_FUNCTION = '\n\ndef brand_new(step):\n    """New."""\n    return step\n'


def test_what_is_used_nowhere_is_no_part_of_it(code, tmp_path):
    package, before = tmp_path / "autograder", code()
    for room, module in (("expect", "values"), ("probes", "steps"), ("probes", "answers"), ("judging", "variants")):
        append(package / room / f"{module}.py", NEW_FUNCTION)
    method = "    def brand_new(self):\n        return 1\n\n    def integer("
    edit(package / "judging" / "variants.py", "    def integer(", method)
    edit(package / "expect" / "values.py", "; {_wanted(wanted, reason)}.", ", but {_wanted(wanted, reason)}!")
    edit(package / "expect" / "values.py", "import math\n", "")
    edit(package / "expect" / "values.py", "import torch\n", "import torch\nimport math\n")
    edit(tmp_path / "test_own.py", '"""A fit."""', '"""A better fit."""  # said better')
    edit(tmp_path / "test_own.py", "from autograder import expect, probes", "from autograder import probes, expect")
    append(tmp_path / "test_own.py", "\n\nOTHER = 1\n")
    (tmp_path / "props" / "other.py").write_text("def ask(x):\n    return x + 1\n")
    assert code() == before


def test_a_new_probe_does_not_touch_the_others(code, tmp_path):
    answers, before = tmp_path / "autograder" / "probes" / "pyro_answers.py", code()
    append(answers, NEW_FUNCTION)
    edit(answers, '    "draws": _draws,\n', '    "draws": _draws,\n    "brand_new": brand_new,\n')
    declaration = '\n\n@_probe("brand_new")\ndef brand_new(fn):\n    return _call(fn, (), {}, new=True)\n'
    append(tmp_path / "autograder" / "probes" / "steps.py", declaration)
    assert code() == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("test_own.py", "LIMIT = 0.5", "LIMIT = 0.6"),
        ("test_own.py", "len(got) > 0", "len(got) > 1"),
        ("test_own.py", "n=3", "n=4"),
        ("props/own.py", "return x", "return x + 1"),
        ("autograder/expect/values.py", "max(0.05, 2 * rtol)", "max(0.06, 2 * rtol)"),
        ("autograder/expect/values.py", "equal_nan=True", "equal_nan=False"),
        ("autograder/probes/pyro_answers.py", 'for _ in range(step["n"]):', 'for _ in range(step["n"] + 1):'),
        ("autograder/probes/pyro_answers.py", "with block(), torch.no_grad():", "with block():"),
        ("autograder/judging/variants.py", "self._rng.normal(loc, scale, shape)", "self._rng.normal(loc, 1.0, shape)"),
        ("autograder/judging/variants.py", "dtype=torch.float32", "dtype=torch.float64"),
        ("autograder/probes/steps.py", '"values": dict(values or {})', '"values": dict(values or {}, x=1)'),
        ("autograder/probes/steps.py", "n=n, params=", "n=n + 1, params="),
        ("autograder/probes/steps.py", "fresh=fresh, stochastic", "fresh=not fresh, stochastic"),
        ("autograder/probes/steps.py", "drawn.dim() > 0", "drawn.dim() > 1"),
    ],
)
def test_what_is_used_is_a_part_of_it_however_far_away(code, tmp_path, path, old, new):
    before = code()
    edit(tmp_path / path, old, new)
    assert code() != before


def test_what_another_grader_of_the_file_uses_is_no_part_of_it(code, tmp_path):
    before = code()
    edit(tmp_path / "autograder" / "expect" / "fits.py", "too {way} by more than", "much too {way} by more than")
    assert code() == before


def test_a_file_that_does_not_parse_is_named(code, tmp_path):
    (tmp_path / "test_own.py").write_text("def")
    with pytest.raises(CourseError, match=r"test_own\.py does not parse: line 1"):
        code()
