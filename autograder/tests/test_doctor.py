"""The doctor: each promise with whether it holds here, and for what is missing the way out."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil

import pytest
from click.testing import CliRunner

from autograder import doctor
from autograder.child import confine
from autograder.cli import main
from autograder.doctor import PROMISES, Check


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine that has everything, from which a test takes something away."""
    monkeypatch.setattr(confine, "missing", dict)
    monkeypatch.setattr(confine, "private_python", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name, path: f"{path}/{name}")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    return monkeypatch


def checks() -> dict[str, Check]:
    found = list(doctor.examine())
    assert len({check.name for check in found}) == len(found)
    return {check.name: check for check in found}


@pytest.mark.skipif(bool(confine.missing()), reason=f"cannot confine here: {confine.missing()}")
def test_doctor_says_what_holds() -> None:
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0
    assert "Landlock" in result.output
    assert "seccomp" in result.output


def test_where_nothing_is_missing_all_is_good_and_the_system_is_named(whole: pytest.MonkeyPatch) -> None:
    found = checks()
    assert {name for name, check in found.items() if check.good} == {
        *PROMISES,
        "user",
        "alembic",
        "real data",
        "graders",
    }
    assert found["system"].good is None
    assert platform.python_version() in found["system"].text
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_that_cannot_be_kept_has_the_words_of_what_would_help(
    whole: pytest.MonkeyPatch, promise: str
) -> None:
    whole.setattr(confine, "missing", lambda: {promise: "use another kernel"})
    found = checks()
    assert [(check.name, check.text) for check in found.values() if check.good is False] == [
        (promise, "use another kernel")
    ]
    assert all(found[name].text == PROMISES[name] for name in set(PROMISES) - {promise})
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "use another kernel" in result.output


def test_where_nothing_can_be_confined_no_promise_is_spoken_of(whole: pytest.MonkeyPatch) -> None:
    whole.setattr(confine, "missing", lambda: {"confinement": "grade on a Linux machine"})
    found = checks()
    assert (found["confinement"].good, found["confinement"].text) == (False, "grade on a Linux machine")
    assert not {*PROMISES, "user"} & set(found)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("alembic", "nbgrader needs the command alembic: install the kit again"),
        ("real data", "take them from scikit-learn, which is missing: install the kit again"),
        ("graders", "this is the students' package: there are no graders in it"),
    ],
)
def test_what_the_kit_lacks_is_told(whole: pytest.MonkeyPatch, tmp_path, name: str, told: str) -> None:
    if name == "alembic":
        whole.setattr(shutil, "which", lambda name, path: None)
    elif name == "real data":
        whole.setattr(importlib.util, "find_spec", lambda name: None)
    else:
        whole.setattr(doctor, "PACKAGE", tmp_path)
    found = checks()
    assert [each for each, check in found.items() if check.good is False] == [name]
    assert told in found[name].text


@pytest.mark.parametrize(
    ("uid", "private", "good", "told"),
    [
        (1000, False, None, "student code runs as you"),
        (0, True, None, "student code runs as an unprivileged user that may read what Landlock shows it"),
        (0, False, True, "student code runs as an unprivileged user of its own"),
    ],
    ids=["a plain user", "a root whose Python is private", "root"],
)
def test_whose_rights_student_code_has_is_told(
    whole: pytest.MonkeyPatch, uid: int, private: bool, good: bool | None, told: str
) -> None:
    whole.setattr(os, "geteuid", lambda: uid)
    whole.setattr(confine, "private_python", lambda: private)
    user = checks()["user"]
    assert user.good is good
    assert user.text.startswith(told)


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        ({}, "Student code ran confined."),
        ({"seccomp": "install it"}, "Student code ran confined, except: seccomp."),
        ({"truncation": "", "signals": ""}, "Student code ran confined, except: truncation, signals."),
    ],
)
def test_a_report_says_in_one_line_what_did_not_hold(
    whole: pytest.MonkeyPatch, lacks: dict[str, str], told: str
) -> None:
    whole.setattr(confine, "missing", lambda: lacks)
    assert doctor.in_one_line(True) == told
    assert doctor.in_one_line(False) == "Student code ran WITHOUT confinement (--sandbox none)."
