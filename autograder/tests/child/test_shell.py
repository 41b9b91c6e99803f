"""The shell of a notebook: cells run and show what they do as in Jupyter, within bounds."""

from __future__ import annotations

import pytest

from autograder.child.shell import MAX_STREAM
from autograder.tests.cells import result, statuses, streams, text


def test_streams_merge_while_they_do_not_alternate(run):
    done = run("import sys\nprint(1)\nprint(2)\nprint(3, file=sys.stderr)\nsys.stderr.write('4')\nprint(5)")
    assert streams(done) == [("stdout", "1\n2\n"), ("stderr", "3\n4"), ("stdout", "5\n")]
    assert statuses(done) == ["ok"]


def test_the_last_value_is_the_result_unless_it_is_silenced(run):
    done = run("1 + 1", "3;", "None", "x = 4", "print(x)\nx * 2")
    assert result(done, 0) == "2"
    assert [len(cell.outputs) for cell in done.notebook.cells] == [1, 0, 0, 0, 2]
    assert [cell.execution_count for cell in done.notebook.cells] == [1, 2, 3, 4, 5]
    assert done.notebook.cells[4].outputs[1].execution_count == 5


def test_rich_values_show_as_themselves(run):
    done = run(
        "from IPython.display import HTML, Latex, display\n"
        "display(HTML('<b>a</b>'), Latex('$x$'))\n"
        "display({'text/plain': 'p', 'application/json': {'a': [1]}}, raw=True)",
        "class Table:\n    def _repr_html_(self):\n        return '<table></table>'\nTable()",
    )
    data = [o.data for o in done.notebook.cells[0].outputs]
    assert (data[0]["text/html"], data[1]["text/latex"]) == ("<b>a</b>", "$x$")
    assert data[2] == {"text/plain": "p", "application/json": {"a": [1]}}
    assert done.notebook.cells[1].outputs[0].data["text/html"] == "<table></table>"


def test_figures_show_inline(run):
    done = run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "fig, ax = plt.subplots()", "plt.show()")
    for cell in (0, 1):
        [shown] = [o for o in done.notebook.cells[cell].outputs if "image/png" in o.get("data", {})]
        assert shown.data["image/png"].startswith("iVBOR")
    assert done.notebook.cells[2].outputs == []


def test_magics_and_shell_lines_leave_the_notebook_running(run):
    done = run(
        "%time sum(range(10))", "!echo from the shell", "%%capture kept\nprint('caught')", "kept.stdout", "%who_ls"
    )
    assert result(done) == "45"
    assert "Wall time" in streams(done)[0][1]
    assert done.fault is None
    assert done.notebook.cells[2].outputs == []
    assert result(done, 3) == repr("caught\n")
    assert "kept" in result(done, 4)


def test_top_level_await_and_asyncio(run):
    done = run(
        "import asyncio\nasync def f(x):\n    await asyncio.sleep(0.01)\n    return x\nawait f(3)",
        "print(asyncio.run(f(4)))",
        "await asyncio.gather(f(1), f(2))",
    )
    assert result(done) == "3"
    assert streams(done, 1) == [("stdout", "4\n")]
    assert result(done, 2) == "[1, 2]"


def test_progress_bars_and_threads_print_into_their_cell(run):
    done = run(
        "from tqdm import tqdm\nfrom tqdm.auto import trange\nfor i in tqdm(range(3)): pass\nfor i in trange(4): pass",
        "import threading\nt = [threading.Thread(target=lambda i=i: print('thread', i)) for i in range(3)]\n"
        "[x.start() for x in t]; [x.join() for x in t];",
    )
    bar = "".join(part for _, part in streams(done))
    assert ("3/3" in bar, "4/4" in bar) == (True, True)
    assert sorted(streams(done, 1)[0][1].split()) == ["0", "1", "2", "thread", "thread", "thread"]


def test_clear_output_clears_this_cell(run):
    done = run("print('kept')", "from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')")
    assert streams(done) == [("stdout", "kept\n")]
    assert streams(done, 1) == [("stdout", "new\n")]


@pytest.mark.parametrize(
    ("source", "ename"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def (", "SyntaxError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("class E(BaseException): pass\nraise E", "E"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E"),
        ("input('name? ')", "EOFError"),
        ("await 3", "TypeError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("raise ExceptionGroup('g', [ValueError(1), KeyError(2)])", "ExceptionGroup"),
        ("raise ValueError('x' * 10**7)", "ValueError"),
        ("raise ValueError('\\ud800')", "ValueError"),
    ],
)
def test_an_error_ends_its_cell_and_no_other(run, source, ename):
    done = run("x = 3", source, "x")
    assert statuses(done) == ["ok", "error", "ok"]
    error = next(o for o in done.notebook.cells[1].outputs if o.output_type == "error")
    assert error.ename == ename
    assert len(text(done, 1)) < 100_000
    assert result(done, 2) == "3"


def test_endless_printing_is_cut_and_the_notebook_goes_on(run):
    done = run("for i in range(20_000):\n    print('x' * 1000)", "print('y' * 10**7, end='')", "print('fine')")
    for cell in (0, 1):
        [(_, shown)] = streams(done, cell)
        assert 100_000 < len(shown) < 300_000
        assert shown.endswith("[further text was cut]\n")
    assert streams(done, 2) == [("stdout", "fine\n")]


def test_a_text_that_just_fits_is_not_called_cut(run):
    done = run(f"print('x' * {MAX_STREAM - 1})")
    assert streams(done) == [("stdout", "x" * (MAX_STREAM - 1) + "\n")]
