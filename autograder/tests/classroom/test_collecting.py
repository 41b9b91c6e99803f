"""What `nbgrader collect` fetches from students' own folders: plain files, and nobody's fault stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder import settings
from autograder.classroom import collecting
from autograder.classroom.handed_in import Unfit
from autograder.subject.folder import remove
from autograder.tests import small
from autograder.tests.classroom.test_hostile_folders import deep, sparse

WHEN = "2026-01-02 10:20:30.000000 UTC"
TIME = "timestamp.txt"
SECRET = "the master's solution"

Collect = Callable[[], dict[str, Any]]


@pytest.fixture
def inbound(tmp_path: Path) -> Iterator[Path]:
    """The exchange's inbound box, with one honest submission."""
    folder = tmp_path / "exchange" / "pyro" / "inbound"
    folder.mkdir(parents=True)
    os.chmod(tmp_path / "exchange", 0o777)
    hand_in(folder, "ada")
    yield folder
    for each in folder.iterdir():  # pytest's own way of cleaning up calls itself for each level
        each.unlink() if each.is_symlink() else remove(each)


@pytest.fixture
def collect(inbound: Path, tmp_path: Path) -> Collect:
    """Collects what is in the box into the course in tmp_path/course, through nbgrader's own API."""
    course = small.make_course(tmp_path / "course")
    (course.root / "secret.ipynb").write_text(SECRET)
    told = settings.of(course).changed(Exchange={"root": str(inbound.parents[1])})
    return lambda: NbGraderAPI(config=told).collect("small")


def hand_in(inbound: Path, student: str, when: str = WHEN) -> Path:
    folder = inbound / f"{student}+small+{when}"
    folder.mkdir()
    (folder / "small.ipynb").write_text(f"the work of {student}")
    (folder / TIME).write_text(when)
    return folder


def submitted(tmp_path: Path) -> dict[str, str]:
    """All files that were collected, by their place."""
    root = tmp_path / "course" / "submitted"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


ADA = {"ada/small/small.ipynb": "the work of ada", f"ada/small/{TIME}": WHEN}


def test_what_was_handed_in_is_collected_with_its_folders_and_modes(inbound, collect, tmp_path):
    inner = inbound / f"ada+small+{WHEN}" / "data"
    inner.mkdir()
    (inner / "numbers.csv").write_text("1,2")
    (inner / "numbers.csv").chmod(0o640)
    assert collect()["success"]
    assert submitted(tmp_path) == ADA | {"ada/small/data/numbers.csv": "1,2"}
    assert (tmp_path / "course/submitted/ada/small/data/numbers.csv").stat().st_mode & 0o777 == 0o640
    (inbound / f"ada+small+{WHEN}").rename(inbound / "ada+small+2026-01-03 10:20:30.000000 UTC")
    (inbound / "ada+small+2026-01-03 10:20:30.000000 UTC" / "small.ipynb").write_text("better")
    assert collect()["success"]
    assert submitted(tmp_path)["ada/small/small.ipynb"] == "better"


def test_no_link_is_followed(inbound, collect, tmp_path):
    secret = tmp_path / "course" / "secret.ipynb"
    for student, name, target in (
        ("m1", "small.ipynb", secret),
        ("m2", "notes.txt", secret),
        ("m3", "data", tmp_path / "course"),
        ("m4", "zeros", Path("/dev/zero")),
    ):
        folder = hand_in(inbound, student)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
    result = collect()
    assert result["success"]
    found = submitted(tmp_path)
    assert SECRET not in found.values()
    whole = {f"{student}/small/{name}" for student in ("ada", "m2", "m3", "m4") for name in ("small.ipynb", TIME)}
    assert set(found) == whole | {f"m1/small/{TIME}"}
    assert result["log"].count("is no plain file and was left out") == 4


HOSTILE: list[Callable[[Path, Path], Any]] = [
    lambda inbound, course: (inbound / f"link+small+{WHEN}").symlink_to(course / "solutions"),
    lambda inbound, course: os.mkfifo(hand_in(inbound, "pipe") / "pipe"),
    lambda inbound, course: sparse(hand_in(inbound, "sparse") / "data.bin", 1 << 40),
    lambda inbound, course: deep(hand_in(inbound, "deep"), 1100),
    lambda inbound, course: hand_in(inbound, "timeless", "yesterday"),
    lambda inbound, course: (inbound / "nothing+small+").mkdir(),
    lambda inbound, course: hand_in(inbound, "*"),
    lambda inbound, course: hand_in(inbound, "\x1b[2J"),
]


def test_what_cannot_be_collected_costs_its_own_submission_only(inbound, collect, tmp_path):
    for make in HOSTILE:
        make(inbound, tmp_path / "course")
    result = collect()
    assert result["success"], result
    assert submitted(tmp_path) == ADA
    assert result["log"].count("is not collected:") == len(HOSTILE)
    assert "\x1b" not in result["log"]


def test_a_file_that_becomes_a_link_or_a_pipe_meanwhile_is_not_opened(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a").write_text("plain")
    (tmp_path / "secret").write_text(SECRET)
    real = os.stat

    def swapped(make: Callable[[], None]) -> Callable[..., os.stat_result]:
        def stat(path: Any, **more: Any) -> os.stat_result:
            facts = real(path, **more)
            if path == "a":
                (source / "a").unlink()
                make()
            return facts

        return stat

    for make, error in (
        (lambda: (source / "a").symlink_to(tmp_path / "secret"), OSError),
        (lambda: os.mkfifo(source / "a"), Unfit),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(collecting.os, "stat", swapped(make))
            with pytest.raises(error):
                collecting.copy_plain(str(source), tmp_path / error.__name__)
        (source / "a").unlink()
        (source / "a").write_text("plain")
    assert collecting.copy_plain(str(source), tmp_path / "target") == []
