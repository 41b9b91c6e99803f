"""Ordinary notebooks do what the lock refuses: that raises nothing where Jupyter raises nothing, and starts nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.child import stand_ins
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared

NOT_RUN = "no program is started where notebooks are graded"


def run(folder: Path, source: str) -> tuple[str, str]:
    """The status of a notebook's one cell, and all that it shows."""
    notebook = new_notebook(cells=[new_code_cell(source)])
    work = folder / "work"
    work.mkdir()
    done = NotebookRun(notebook, folder, 30.0).start(shared(), work, 1)
    done.advance(0)
    done.close()
    shown = json.dumps([{k: v for k, v in o.items() if k != "traceback"} for o in notebook.cells[0].outputs])
    return done.outputs.statuses[0], shown


# Each marks with `> it.txt` that it ran after all; the last line shows what is left behind.
LINES = {
    "an install": "!pip install -q pyro-ppl > it.txt",
    "the magic of it": "%pip install pyro-ppl",
    "conda's": "%conda install pytorch -c pytorch",
    "several lines": "!pip install \\\n    pyro-ppl > it.txt",
    "ls": "!ls > it.txt",
    "the magic ls": "%ls",
    "a list of lines": "lines = !ls > it.txt\nassert list(lines) == []",
    "two marks": "!!ls > it.txt",
    "sx": "x = %sx ls > it.txt",
    "system": "%system ls > it.txt",
    "bash": "%%bash\nls > it.txt",
    "sh with an option": "%%sh --out text\nls > it.txt",
    "script": "%%script python\nopen('it.txt', 'w')",
    "the shell object": "get_ipython().system('ls > it.txt')\nget_ipython().getoutput('ls')",
    "os.system": "import os\nassert os.waitstatus_to_exitcode(os.system('ls > it.txt')) == 127",
    "os.popen": "import os\nassert os.popen('ls > it.txt').read() == ''",
    "subprocess.run": "import subprocess\nassert subprocess.run(['touch', 'it.txt']).returncode == 127",
    "an install that is checked": "import subprocess, sys\n"
    "subprocess.check_call([sys.executable, '-m', 'pip', 'install', '-q', 'pyro-ppl'])",
}


@pytest.mark.parametrize("name", LINES)
def test_no_program_is_started_and_the_cell_goes_on(name: str, tmp_path: Path) -> None:
    status, shown = run(tmp_path, LINES[name])
    assert status == "ok", shown
    assert NOT_RUN in shown
    assert str(tmp_path.parents[1]) not in shown
    assert list((tmp_path / "work").iterdir()) == []


def test_a_return_code_is_left_behind(tmp_path: Path) -> None:
    status, shown = run(tmp_path, "!ls\nleft = [_exit_code]\n!pip install x\nleft + [_exit_code]")
    assert (status, "[127, 0]" in shown) == ("ok", True)


def test_what_a_program_would_have_said_goes_where_it_was_wanted(tmp_path: Path) -> None:
    source = (
        "import subprocess\n"
        "done = subprocess.run('dot -V', shell=True, capture_output=True, text=True, input='x')\n"
        "print(repr(done.stdout), done.returncode, 'dot -V' in done.stderr)\n"
        "subprocess.run(['ls'], stderr=subprocess.DEVNULL)\n"
        "try:\n    subprocess.check_output(['ls'], stderr=subprocess.STDOUT)\n"
        "except subprocess.CalledProcessError as error:\n    print(b'Not run' in error.output)"
    )
    status, shown = run(tmp_path, source)
    assert status == "ok", shown
    assert "'' 127 True\\nTrue" in shown
    assert NOT_RUN not in shown


ORDINARY = {
    "changing into its own folder": ("%cd .", ""),
    "a bookmark": ("%bookmark here", ""),
    "keeping a variable": ("x = 1\n%store x", "Stored"),
    "a front end's magic": ("%autosave 60", ""),
    "the user's name": ("import getpass\ngetpass.getuser()", "student"),
    "input": ("try:\n    input('Your name? ')\nexcept EOFError:\n    print('nobody')", "nobody"),
    "copying files": (
        "import shutil\nopen('a', 'w').write('x')\n"
        "print(open(shutil.copy('a', 'b')).read() + open(shutil.copy2('a', 'c')).read())",
        "xx",
    ),
    "a pool": (
        "from multiprocessing import Pool\ndef square(x):\n    return x * x\n"
        "with Pool(4) as pool:\n    print(pool.map(square, range(4)), pool.apply_async(square, (7,)).get(1))",
        "[0, 1, 4, 9] 49",
    ),
    "torch's pool, and what starts in each worker": (
        "import torch.multiprocessing as mp\ndef begin(x):\n    global base\n    base = x\n"
        "def add(x, y):\n    return base + x + y\n"
        "pool = mp.get_context('fork').Pool(2, begin, (10,))\n"
        "print(pool.starmap(add, [(1, 2), (3, 4)]), list(pool.imap(add, [])))\npool.close()\npool.join()",
        "[13, 17] []",
    ),
    "a pool of threads": (
        "from multiprocessing.pool import ThreadPool\nprint(list(ThreadPool(2).imap_unordered(abs, [-1, -2])))",
        "[1, 2]",
    ),
    "an executor": (
        "from concurrent.futures import ProcessPoolExecutor, as_completed\n"
        "with ProcessPoolExecutor(max_workers=2) as pool:\n"
        "    jobs = [pool.submit(pow, 2, n) for n in range(3)]\n"
        "    print(sorted(job.result() for job in as_completed(jobs)), list(pool.map(abs, [-5])))",
        "[1, 2, 4] [5]",
    ),
    "a loader with workers": (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.arange(6.0))\n"
        "options = dict(num_workers=2, prefetch_factor=2, persistent_workers=True, timeout=5)\n"
        "print([len(batch) for (batch,) in DataLoader(data, 4, **options)])",
        "[4, 2]",
    ),
    "chains on many cores": (
        "import os, multiprocessing, pyro, pyro.distributions as dist\nfrom pyro.infer import MCMC, NUTS\n"
        "def model():\n    pyro.sample('x', dist.Normal(0.0, 1.0))\n"
        "chains = MCMC(NUTS(model), num_samples=3, warmup_steps=3, num_chains=2, mp_context='spawn')\n"
        "chains.run()\nprint(os.cpu_count(), multiprocessing.cpu_count(), len(chains.get_samples()['x']))",
        "1 1 6",
    ),
    "compiling": ("import torch\nprint(torch.compile(lambda x: x + 1)(torch.ones(2)))", "tensor([2., 2.])"),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_work_goes_on_without_other_processes(name: str, tmp_path: Path) -> None:
    source, wanted = ORDINARY[name]
    status, shown = run(tmp_path, source)
    assert status == "ok", shown
    assert wanted in shown


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("open('/tmp/left-behind', 'w')", stand_ins.REFUSED),
        ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')", stand_ins.REFUSED),
        ("import urllib.request\nurllib.request.urlopen('http://example.com/data.csv')", stand_ins.REFUSED),
        ("import requests\nrequests.get('http://127.0.0.1:9')", stand_ins.REFUSED),
        ("import os\nos.execv('/bin/true', ['true'])", stand_ins.REFUSED),
        ("import torch\ntorch.ones(3).share_memory_()", stand_ins.REFUSED),
        ("import multiprocessing\nmultiprocessing.Queue()", stand_ins.NO_SHARING),
        ("import multiprocessing\nmultiprocessing.Manager()", stand_ins.NO_SHARING),
    ],
)
def test_what_is_refused_names_the_cause(source: str, cause: str, tmp_path: Path) -> None:
    status, shown = run(tmp_path, source)
    assert (status, cause in shown) == ("error", True), shown


def test_a_call_that_is_refused_names_the_cause_too(tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell("def save(x):\n    open('/tmp/left-behind', 'w')")])
    (tmp_path / "work").mkdir()
    done = NotebookRun(notebook, tmp_path).start(shared(), tmp_path / "work", 1)
    done.advance(0)
    error = done.error("save", (1,))
    done.close()
    assert error is not None
    assert stand_ins.REFUSED in error.message


def test_an_error_of_the_students_own_names_no_such_cause(tmp_path: Path) -> None:
    for source in ("open('data.csv')", "1 / 0", "raise RuntimeError('no')"):
        status, shown = run(tmp_path, source)
        assert (status, "where notebooks are graded" in shown) == ("error", False)
        (tmp_path / "work").rmdir()


def test_work_that_fails_in_a_pool_fails_as_it_would(tmp_path: Path) -> None:
    source = (
        "from multiprocessing import Pool\nfrom concurrent.futures import ProcessPoolExecutor\nseen = []\n"
        "late = Pool(2).apply_async(int, ('x',), error_callback=lambda error: seen.append(type(error)))\n"
        "print(late.ready(), late.successful(), seen, ProcessPoolExecutor().submit(int, 'x').exception())\n"
        "late.get()"
    )
    status, shown = run(tmp_path, source)
    assert status == "error"
    assert "True False [<class 'ValueError'>] invalid literal" in shown
    assert '"ename": "ValueError"' in shown
