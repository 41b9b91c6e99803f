"""The warm parent: what a fork of it finds, what it forbids, and how its children end."""

from __future__ import annotations

import importlib
import json
import os
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.child import warm
from autograder.tests.cells import result


def test_the_seed_decides_what_a_notebook_draws(run):
    source = "import torch, numpy, random\n[torch.rand(()).item(), numpy.random.rand(), random.random()]"
    first, again, other = (result(run(source, seed=seed)) for seed in (5, 5, 6))
    assert first == again
    assert all(a != b for a, b in zip(json.loads(first), json.loads(other), strict=True))


def test_the_working_folder_and_environment_are_the_submissions_own(run):
    done = run("open('mine.txt', 'w').write('x')\nimport os\nos.path.basename(os.getcwd()), 'mine.txt' in os.listdir()")
    assert result(done) == "('0', True)"


@pytest.fixture
def lent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path with a package and a module that nobody has imported."""
    for name in ("lent_package/__init__.py", "lent_module.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("lent_package", "lent_module", "lent_by_nobody"):
        sys.modules.pop(name, None)


def test_what_is_forbidden_cannot_be_imported_and_its_places_are_told(lent):
    places = warm.forbid(["lent_package", "lent_module", "lent_by_nobody"])
    assert places == [lent / "lent_package", lent / "lent_module.py"]
    for name in ("lent_package", "lent_package.part", "lent_module", "lent_by_nobody"):
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(name)


@pytest.mark.parametrize("by_itself", [False, True], ids=["while it runs", "after it has ended"])
def test_a_child_ends_with_what_it_has_forked_and_its_time_is_told(by_itself):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                time.sleep(60)  # it holds the writing end as long as it lives
                os._exit(0)
            while time.process_time() < 0.03:
                pass
            os.write(writing, b"x")
            time.sleep(0 if by_itself else 60)
        finally:
            os._exit(0)
    os.close(writing)
    assert os.read(reading, 1) == b"x"
    if by_itself:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert 0.02 < warm.end(pid) < 1.0
    assert select.select([reading], [], [], 10.0)[0], "what it forked is still there"
    assert os.read(reading, 1) == b""
    os.close(reading)
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, 0)
