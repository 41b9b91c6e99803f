"""Who may judge for this machine: one with the same versions, whose door locks as well."""

from __future__ import annotations

import pytest

from autograder.child import confine
from autograder.classroom import fitness
from autograder.classroom.fitness import Wanted


def test_this_machine_is_like_itself() -> None:
    assert Wanted.of_this_machine(True, 30.0).lacking() == ""
    assert set(Wanted.of_this_machine(True, 30.0).versions) == {"Python", "torch", "Pyro", "state of the kit"}


@pytest.mark.parametrize(
    ("name", "told"),
    [("torch", "has torch 1.0, and this run has "), ("pyro-ppl", "has Pyro 1.0, and this run has ")],
)
def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch, name: str, told: str) -> None:
    wanted, known = Wanted.of_this_machine(True, 30.0), fitness.version
    monkeypatch.setattr(fitness, "version", lambda package: "1.0" if package == name else known(package))
    assert wanted.lacking() == told + known(name)


def test_another_kit_and_another_python_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Wanted.of_this_machine(True, 30.0)
    with monkeypatch.context() as patch:
        patch.setattr(fitness, "rooms_digest", lambda *args, **kwargs: "another")
        assert wanted.lacking() == "has another state of the kit"
    monkeypatch.setattr(fitness.platform, "python_version_tuple", lambda: ("3", "10", "2"))
    assert wanted.lacking() == f"has Python 3.10, and this run has {wanted.versions['Python']}"


@pytest.mark.parametrize(
    ("here", "there", "why"),
    [
        ({}, {"Landlock": "none"}, "cannot confine student code: none"),
        ({}, {"signals": "weak"}, "cannot confine student code: weak"),
        ({"signals": "weak"}, {"signals": "weak"}, ""),
        ({"signals": "weak"}, {}, ""),
        ({"Landlock": "none"}, {"Landlock": "none"}, "cannot confine student code: none"),
        ({"confinement": "macOS"}, {}, ""),
        ({"confinement": "macOS"}, {"truncation": "weak"}, "cannot confine student code: weak"),
    ],
)
def test_a_machine_may_lack_what_the_report_says_is_lacking(
    monkeypatch: pytest.MonkeyPatch, here: dict[str, str], there: dict[str, str], why: str
) -> None:
    monkeypatch.setattr(confine, "missing", lambda: here)
    wanted, trusting = Wanted.of_this_machine(True, 30.0), Wanted.of_this_machine(False, 30.0)
    monkeypatch.setattr(confine, "missing", lambda: there)
    assert wanted.lacking() == why
    assert trusting.lacking() == ""
