"""The trust border: wrong answers that try to gain points gain none, and each attack is shown to have run.

Who can write down a right trace has solved the task, so a subject that lies with right numbers is no case here. Keeping
a submission from files, processes and the network is confinement's matter, not this module's.
"""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder.authoring import build
from autograder.classroom import submissions
from autograder.classroom.run import grade
from autograder.judging import variants
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.notebooks import code_digest, nbgrader_of
from autograder.probes.records import Name, Opaque, Plate, Prop, Raised, Site, Trace
from autograder.probes.wire import HEADER, MAX_BUFFER, MAX_JSON, decode, encode, frame, parse_header
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.outputs import Outputs
from autograder.subject.parent import WarmParent, shared
from autograder.subject.pipe import Connection, Crashed, TimedOut

VARIANT = 0  # one for all, so that the wrong answers' records are made once

# Wrong in each graded cell, but by little: right sites, wrong plate, wrong numbers, no error.
WRONG = """
def model(data=None, n_obs=None):
    {inside}
    if data is not None and n_obs is not None:
        data = data[:1]
    n = len(data) if data is not None else 1 + (n_obs or 3)
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("M", n):
        return pyro.sample("y", dist.Normal(mu + 1.0, 7.0), obs=data)
"""
STUB = """
def model(data=None, n_obs=None):
    {inside}
    raise NotImplementedError
"""


@dataclass(frozen=True)
class Attack:
    """What is done in the first cell, in the body of ``model``, behind its cell and at the end of the notebook.

    ``solution`` stands in place of the wrong answer. Each says ``ran("word")`` where it has taken effect.
    ``statuses`` are the outcomes that it may have.
    """

    name: str
    first: str = ""
    inside: str = ""
    after: str = ""
    last: str = ""
    solution: str = WRONG
    statuses: frozenset[str] = frozenset({"failed"})
    words: frozenset[str] = frozenset({"ran"})

    @property
    def source(self) -> str:
        """The task's cell."""
        inside = textwrap.indent(textwrap.dedent(self.inside).strip() or "pass", "    ").strip()
        return self.solution.replace("{inside}", inside)


def returns(name: str, value: str, definitions: str = "", **more: Any) -> Attack:
    solution = f"{definitions}\ndef model(data=None, n_obs=None):\n    ran('ran')\n    return {value}\n"
    return Attack(name, solution=solution, **more)


def patches(name: str, patch: str, effect: str = "True", **more: Any) -> Attack:
    """``patch`` behind the task's cell; ``effect`` is true where it is in force, False where the patch itself tells."""
    # one statement, since IPython itself runs between two and may break under the patch
    body = textwrap.indent(f"{textwrap.dedent(patch)}\nif {effect}:\n    ran('ran')\n", "    ")
    return Attack(name, after=f"if True:\n{body}", **more)


YES = """
class Yes:
    def __init__(self, *args, **kwargs): pass
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self])
    def __float__(self): return 0.0
    def __len__(self): return 1
    def __hash__(self): return 0
    def __bool__(self): return True
    def __enter__(self): return self
    def __exit__(self, *args): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = lambda self, other: True
    __sub__ = __rsub__ = __add__ = __mul__ = __abs__ = lambda self, *other: self
"""
YES_TENSOR = """
class YesTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        name = getattr(function, "__name__", "")
        if name in ("eq", "__eq__", "allclose", "equal", "isclose", "le", "lt", "ge", "gt", "all", "any"):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})
"""
OBJECTS = [
    returns("object that equals everything", "Yes()", YES),
    returns("list of objects that equal everything", "[Yes()] * 5", YES),
    returns("tensor that equals everything", "torch.zeros(n_obs or len(data)).as_subclass(YesTensor)", YES_TENSOR),
    returns(
        "float that equals everything", "F(1)", "class F(float):\n    __eq__ = __le__ = __lt__ = lambda a, b: True\n"
    ),
    returns(
        "array that equals everything",
        "np.zeros(5).view(A)",
        "import numpy as np\nclass A(np.ndarray):\n    __eq__ = __array_ufunc__ = lambda *args, **kwargs: True\n",
    ),
    returns("verdict", "{'status': 'passed', 'share': 1.0, 'score': 9.0, 'points': 9.0}"),
    returns("wire form of a record", "{'$': 'Trace', 'v': {'sites': {}}}"),
    returns(
        "record that says that it raised",
        "Raised('ValueError', ['ValueError'], 'data and n_obs')",
        "from autograder.probes.records import Raised",
    ),
    returns("record", "Trace({}, log_density=0.0)", "from autograder.probes.records import Trace"),
    returns("generator", "(torch.zeros(5) for _ in iter(int, 1))"),
    returns("huge list", "[0.0] * 10_000_000"),
    returns("list within itself", "loop", "loop = []\nloop.append(loop)"),
    returns("huge tensor", "torch.zeros(()).expand(10**13)"),
    returns("sparse tensor", "torch.eye(5).to_sparse()"),
    returns("complex tensor", "torch.zeros(5, dtype=torch.complex64)"),
    returns("tensor without numbers", "torch.zeros(5, device='meta')"),
    returns("huge integer", "10**5000"),
    returns("class", "type('Tensor', (), {})"),
    returns("module", "torch"),
    Attack("endless recursion", inside="ran('ran')\nmodel(data, n_obs)"),
    Attack(
        "names that equal everything",
        first="""
class Any(str):
    __eq__ = __contains__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: hash("N")
""",
        solution="""
def model(data=None, n_obs=None):
    ran("ran")
    with pyro.plate(Any("M"), n_obs or 3):
        return pyro.sample(Any("z"), dist.Normal(pyro.param(Any("nu"), torch.tensor(0.0)), 7.0))
""",
    ),
    Attack(
        "distribution that lies in its operators",
        first="import torch, pyro.distributions as dist\n"
        + YES_TENSOR
        + """
class Shape(tuple):
    __eq__ = lambda self, other: True
    __hash__ = lambda self: 0
    __iter__ = lambda self: iter([])

class Normal(dist.Normal):
    batch_shape = property(lambda self: Shape((1, 2)))
    def log_prob(self, value):
        ran("ran")
        return torch.zeros(len(value)).as_subclass(YesTensor)
""",
        solution="""
def model(data=None, n_obs=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", Normal(mu, 1.0), obs=data if data is not None else torch.zeros(3))
""",
    ),
    Attack(
        "densities that are not numbers",
        inside="ran('ran')",
        first="import pyro; pyro.enable_validation(False)",
        solution=WRONG.replace("mu + 1.0, 7.0", "mu * float('nan'), 7.0"),
    ),
]

ANSWERS = "from autograder.probes import answers\n"
EVERY_OP = "for op in list(answers._OPS): answers._OPS[op] = "
PATCHES = [
    patches(
        "torch.allclose",
        "torch.allclose = torch.equal = torch.isclose = lambda *args, **kwargs: True",
        "torch.allclose(1, 2)",
    ),
    patches(
        "torch.testing",
        """
        import torch.testing._comparison
        torch.testing.assert_close = torch.testing._comparison.assert_close = lambda *args, **kwargs: None
        """,
        "torch.testing.assert_close(1, 2) is None",
    ),
    patches(
        "comparison of tensors",
        "torch.Tensor.__eq__ = torch.Tensor.__le__ = torch.Tensor.__lt__ = lambda a, b: True",
        "(torch.ones(1) == torch.zeros(1)) is True",
    ),
    patches(
        "pyro.poutine.trace",
        YES + "pyro.poutine.trace = poutine.trace = pyro.poutine.handlers.trace = Yes",
        "poutine.trace(1).get_trace().log_prob_sum() is not None",
    ),
    patches(
        "methods of Pyro's traces",
        """
        from pyro.poutine.trace_struct import Trace
        def compute(self, *args, **kwargs):
            ran("ran")
            for node in self.nodes.values():
                node.update(log_prob=torch.zeros(()), log_prob_sum=torch.zeros(()), unscaled_log_prob=torch.zeros(()))
        Trace.compute_log_prob = compute
        Trace.log_prob_sum = lambda self, *args: torch.zeros(())
        """,
        "False",
    ),
    patches(
        "pyro.sample",
        "def sample(*args, **kwargs):\n    ran('ran')\n    return kwargs.get('obs')\npyro.sample = sample",
        "False",
    ),
    patches(
        "pyro.plate and pyro.param",
        YES + "pyro.plate = pyro.param = pyro.primitives.plate = Yes",
        "pyro.plate('N', 3) == 1",
        statuses=frozenset({"failed"}),
    ),
    patches(
        "Normal.log_prob",
        "def log_prob(self, value):\n    ran('ran')\n    return torch.zeros(value.shape)\n"
        "dist.Normal.log_prob = torch.distributions.Normal.log_prob = log_prob",
        "False",
    ),
    patches(
        "pytest",
        """
        import pytest, _pytest.python, _pytest.runner, sys, types
        pytest.fail = pytest.raises = pytest.main = lambda *args, **kwargs: None
        _pytest.python.Function.runtest = _pytest.runner.call_and_report = lambda *args, **kwargs: None
        sys.modules["pytest"] = types.ModuleType("pytest")
        """,
        "not hasattr(__import__('pytest'), 'main')",
    ),
    patches(
        "json",
        """
        import json
        json.dumps = lambda *args, **kwargs: '{"$": "dict", "v": {"status": "ok", "results": [true]}}'
        json.loads = lambda *args, **kwargs: {}
        """,
        "'results' in json.dumps(1)",
        statuses=frozenset({"crashed"}),
    ),
    patches(
        "struct and os.write",
        """
        import struct
        struct.pack = lambda *args: b"passed"
        os.write = lambda *args: 6
        """,
        "struct.pack('>I', 1) == b'passed'",
    ),
    *[
        patches(
            f"builtins.{name}",
            f"import builtins\nold = builtins.{name}\nbuiltins.{name} = {fake}\n",
            f"builtins.{name} is not old",
            statuses=frozenset({"failed", "crashed"}),
        )
        for name, fake in {
            "print": "lambda *args, **kwargs: None",
            "isinstance": "lambda *args: True",
            "len": "lambda *args: 3",
            "type": "lambda *args: str",
            "getattr": "lambda *args: True",
            "float": "lambda *args: 0.0",
            "all": "lambda *args: True",
            "set": "lambda *args: old()",
            "AssertionError": "type('AssertionError', (BaseException,), {})",
            "Exception": "type('Exception', (BaseException,), {})",
            "__import__": "lambda *args, **kwargs: old('math')",
        }.items()
    ],
    patches(
        "probe._OPS",
        YES + ANSWERS + EVERY_OP + "lambda step: (ran('ran'), Yes())[1]",
        "False",
    ),
    patches(
        "probe._OPS with verdicts",
        ANSWERS + EVERY_OP + "lambda step: (ran('ran'), {'status': 'passed', 'share': 1})[1]",
        "False",
    ),
    patches(
        "probe.answer",
        ANSWERS + "answers.answer = lambda steps, *args: (ran('ran'), [True for step in steps])[1]",
        "False",
    ),
    patches(
        "probe.answer with nothing",
        ANSWERS + "answers.answer = lambda *args: (ran('ran'), [])[1]",
        "False",
    ),
    patches(
        "probe.answer with too much",
        ANSWERS + "answers.answer = lambda *args: (ran('ran'), [None] * 9)[1]",
        "False",
    ),
    patches(
        "probe.raised",
        ANSWERS + "answers.raised = lambda *args, **more: (ran('ran'), True)[1]",
        "False",
        inside="raise RuntimeError",
    ),
    patches(
        "wire.encode",
        """
        from autograder.child import child
        from autograder.probes import answers
        from autograder.probes import wire
        def encode(*args):
            ran("ran")
            return b'{"$":"dict","v":{"status":"ok","results":[true],"count":1,"outputs":[]}}', b""
        wire.encode = answers.encode = child.encode = encode
        """,
        "False",
    ),
    patches(
        "wire.frame",
        """
        from autograder.child import child
        child.frame = lambda nonce, text, buffer: (ran("ran"), b"passed" * 20)[1]
        """,
        "False",
        statuses=frozenset({"crashed"}),
    ),
    patches(
        "wire._Encoder",
        """
        from autograder.probes import wire
        wire._Encoder.tree = lambda self, value, depth: (ran("ran"), {"$": "dict", "v": {"status": "passed"}})[1]
        """,
        "False",
        statuses=frozenset({"crashed"}),
    ),
    patches(
        "child.run_probe",
        """
        from autograder.child import child
        def run_probe(self, request, nonce):
            ran("ran")
            return child._reply(nonce, {"status": "ok", "results": [{"status": "passed", "points": 2.0}]})
        child.Child.run_probe = run_probe
        import gc
        for server in (one for one in gc.get_objects() if type(one).__name__ == "Child"):
            server.handlers["probe"] = lambda request, nonce: run_probe(server, request, nonce)
        """,
        "False",
    ),
    patches(
        "child.resolve",
        f"{YES}from autograder.child.child import Child\nChild.resolve = lambda self, name: (ran('ran'), Yes())[1]",
        "False",
        statuses=frozenset({"failed", "crashed"}),
    ),
    patches(
        "autograder.expect",
        """
        import contextlib
        from autograder.expect import panel
        fake = lambda *args, **kwargs: ran("ran")
        for name in [name for name in vars(expect) if callable(getattr(expect, name)) and name != "check"]:
            setattr(expect, name, fake)
        panel.Panel.html = lambda self: "<b>passed (9 of 9 points)</b>"
        """,
        "expect.density(1, 2) is None",
    ),
    patches(
        "autograder.probes.records",
        """
        from autograder.probes import records
        records.Site.__init__ = lambda self, *args, **kwargs: ran("ran")
        for record in records.RECORDS.values():
            record.__eq__ = lambda self, other: True
            record.__slots__ = record.__dataclass_fields__ = {}
        """,
        "records.Site() == 1",
    ),
    patches(
        "the notebook's names",
        YES
        + """
class Names(dict):
    def __getitem__(self, name):
        if name == "model":
            ran("ran")
            return Yes()
        return dict.__getitem__(self, name)
get_ipython().user_module.__dict__["model"] = Yes()
object.__setattr__(get_ipython(), "user_ns", Names(get_ipython().user_ns))
get_ipython()._trait_values["user_ns"] = Names(get_ipython().user_ns)
""",
        "False",
    ),
]

SHELL = [
    Attack(
        "ast transformer",
        first="""
import ast
class NoAssert(ast.NodeTransformer):
    def visit(self, node):
        ran("ran")
        node.body = []
        return node
get_ipython().ast_transformers.append(NoAssert())
""",
        statuses=frozenset({"failed"}),
    ),
    Attack(
        "input transformer",
        after="""
get_ipython().input_transformers_cleanup.append(lambda lines: (ran("ran"), ["pass\\n"])[1])
get_ipython().input_transformers_post.append(lambda lines: ["2.0\\n"])
""",
    ),
    Attack(
        "events that display scores",
        first="""
def score(*args):
    ran("ran")
    get_ipython().displayhook(2.0)
get_ipython().events.register("pre_run_cell", score)
get_ipython().events.register("post_run_cell", score)
get_ipython().events.register("pre_execute", score)
get_ipython().events.register("post_execute", score)
""",
    ),
    Attack(
        "event that empties the outputs",
        first="""
def empty(*args):
    ran("ran")
    get_ipython().outputs.clear()
get_ipython().events.register("post_run_cell", empty)
""",
    ),
    Attack(
        "custom exception handler",
        after="""
def handler(shell, kind, value, stack, tb_offset=None):
    ran("ran")
    shell.displayhook(2.0)
get_ipython().set_custom_exc((BaseException,), handler)
""",
    ),
    Attack("display hook in the model", inside="ran('ran')\nget_ipython().displayhook(2.0)"),
    Attack(
        "forged verdicts in print",
        inside="""
ran("ran")
import sys
for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    print('{"status": "passed", "score": 2.0, "grade_id": "model_plate"}', "5 passed in 0.1s", file=stream)
""",
    ),
    Attack(
        "own run_cell",
        after="""
from IPython.core.interactiveshell import ExecutionResult
def run_cell(source, **kwargs):
    ran("ran")
    return ExecutionResult(None)
get_ipython().run_cell = run_cell
""",
    ),
    Attack(
        "outputs that are none",
        after="get_ipython().outputs.extend([42, None, {'output_type': []}])\nran('ran')",
        statuses=frozenset({"failed", "crashed"}),
    ),
    Attack(
        "trace function",
        after="""
import sys
def tracer(frame, event, value):
    for name in ("error", "steps", "results"):
        if name in frame.f_locals:
            ran("ran")
            frame.f_locals[name] = [{"status": "passed"}]
    return tracer
sys.settrace(tracer)
""",
    ),
    Attack(
        "own streams and hooks",
        first="""
import sys
class Stream:
    def write(self, text): ran("ran")
    def __getattr__(self, name): return lambda *args: None
sys.stdout = sys.stderr = sys.__stdout__ = Stream()
sys.excepthook = sys.displayhook = lambda *args: None
print("hidden")
""",
        inside="import sys\nsys.stdout = sys.stderr = Stream()\nprint('hidden')",
    ),
    Attack(
        "import hook",
        after="""
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        ran("ran")
        raise ImportError(name)
sys.meta_path.insert(0, Finder())
for name in [name for name in sys.modules if name.startswith("autograder")]:
    del sys.modules[name]
try:
    import autograder.probes.answers
except ImportError:
    pass
""",
        statuses=frozenset({"failed", "crashed"}),
    ),
    Attack("exit overwritten", after="exit = quit = get_ipython = None\nran('ran')"),
    Attack(
        "signals and limits of its own",
        after="""
import signal
signal.signal(signal.SIGALRM, lambda *args: ran("late"))
signal.setitimer(signal.ITIMER_REAL, 0)
ran("ran")
""",
    ),
]

CRASHED = frozenset({"crashed"})
ENDS = [
    *[
        Attack(f"{name} in the model", inside=f"import os, sys, signal\nran('ran')\n{code}", statuses=statuses)
        for name, code, statuses in (
            ("os._exit", "os._exit(0)", CRASHED),
            ("os.abort", "os.abort()", CRASHED),
            ("SIGKILL", "os.kill(os.getpid(), signal.SIGKILL)", CRASHED),
            ("SIGKILL to the notebook", "os.kill(os.getppid(), signal.SIGKILL)", CRASHED),
            ("closing every descriptor", "os.closerange(0, 99)", CRASHED),
            ("sys.exit", "sys.exit(0)", frozenset({"failed"})),
            ("SystemExit", "raise SystemExit(0)", frozenset({"failed"})),
            ("KeyboardInterrupt", "raise KeyboardInterrupt", frozenset({"crashed", "failed"})),
            ("GeneratorExit", "raise GeneratorExit", frozenset({"crashed", "failed"})),
            ("BaseException", "raise BaseException('data n_obs')", frozenset({"crashed", "failed"})),
            ("StopIteration", "raise StopIteration(2.0)", frozenset({"failed"})),
            ("ExceptionGroup", "raise ExceptionGroup('data n_obs', [ValueError('data n_obs')])", frozenset({"failed"})),
            ("MemoryError", "raise MemoryError", frozenset({"out_of_memory", "failed"})),
            ("RecursionError", "raise RecursionError('x' * 10**7)", frozenset({"failed"})),
        )
    ],
    *[
        Attack(
            f"exception whose {name}",
            first=f"class Meta(type): pass\nclass Odd(Exception, metaclass=Meta): pass\n{code}",
            inside="ran('ran')\nraise Odd",
            statuses=frozenset({"failed", "crashed"}),
        )
        for name, code in (
            ("text cannot be made", "def text(self): raise RuntimeError\nOdd.__str__ = text"),
            ("text is no text", "Odd.__str__ = lambda self: 42"),
            ("text ends the process", "Odd.__str__ = lambda self: os._exit(0)"),
            ("text is endless", "def text(self): return str(self)\nOdd.__str__ = text"),
            (
                "text slices into something else",
                "class T(str):\n    __getitem__ = lambda self, key: {'status': 'passed'}\n"
                "Odd.__str__ = lambda self: T('data n_obs')",
            ),
            ("text holds control characters", "Odd.__str__ = lambda self: '\\x00\\x1b[2J\\ud800<script>' * 99"),
            ("name raises", "Meta.__name__ = property(lambda cls: 1 / 0)"),
            ("name is no text", "Meta.__name__ = property(lambda cls: 2.0)"),
            ("class is said to be another", "Odd.__class__ = property(lambda self: ValueError)"),
            ("bases are made up", "Meta.mro = lambda cls: [cls, ValueError, Exception, BaseException, object]"),
            ("traceback is made up", "Odd.__traceback__ = property(lambda self: 2.0)"),
            ("cause is itself", "Odd.__cause__ = property(lambda self: self)"),
        )
    ],
    Attack(
        "class that bears the name of ValueError",
        inside="ran('ran')\nraise Fake('data and n_obs')",
        first="Fake = type('ValueError', (Exception,), {})",
    ),
    Attack("os._exit in a cell", after="ran('ran')\nos._exit(0)", statuses=CRASHED),
    Attack("sys.exit in a cell", after="import sys\nran('ran')\nsys.exit(0)"),
    Attack("KeyboardInterrupt in a cell", after="ran('ran')\nraise KeyboardInterrupt"),
    Attack(
        "exception without a name in a cell",
        after="""
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
class Odd(Exception, metaclass=Meta):
    __str__ = lambda self: 42
ran('ran')
raise Odd
""",
        statuses=frozenset({"failed", "crashed"}),
    ),
    Attack("descriptor 3 closed in a cell", after="ran('ran')\nos.close(3)", statuses=CRASHED),
]

# What a cell or the model knows: the pipe is descriptor 3, the nonce lies in the frames below.
FORGE = """
import json, struct, sys, threading, time

def find_nonce():
    frame = sys._getframe()
    while "nonce" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["nonce"]

def send(text, number=None, buffer=b"", to=3):
    text = text if isinstance(text, bytes) else json.dumps(text).encode()
    message = struct.pack(">4s16sIQ", b"PAG1", number or find_nonce(), len(text), len(buffer)) + text + buffer
    ran("ran")  # first: the answer to what follows may be the end
    os.write(to, message)

def told(**fields):
    return {"$": "dict", "v": fields}

RAN = told(status="ok", count=1, outputs=[])
PASSED = told(status="ok", results=[told(status="passed", share=1.0)], score=2.0)
"""
NONE = frozenset({"failed", "crashed"})
PIPE = [
    Attack("second reply from a cell", after="send(RAN)", statuses=CRASHED),
    Attack("reply with another nonce from a cell", after="send(RAN, b'n' * 16)", statuses=CRASHED),
    Attack(
        "reply from a thread",
        after="""
def late():
    time.sleep(0.02)
    send(PASSED, b"n" * 16)
threading.Thread(target=late).start()
time.sleep(0.1)
""",
        statuses=CRASHED,
    ),
    Attack("garbage from a cell", after="ran('ran')\nos.write(3, b'passed' * 999)", statuses=CRASHED),
    Attack(
        "header without its body, then the end",
        after="""
header = struct.pack(">4s16sIQ", b"PAG1", find_nonce(), 999, 0)
ran("ran")
os.write(3, header)
os._exit(0)
""",
        statuses=CRASHED,
    ),
    Attack(
        "oversized header from a cell",
        after="""
header = struct.pack(">4s16sIQ", b"PAG1", find_nonce(), 2**32 - 1, 2**63)
ran("ran")
os.write(3, header)
""",
        statuses=CRASHED,
    ),
    Attack("reply from the model", inside="send(PASSED)", statuses=NONE),
    Attack("reply from the model, and the end", inside="send(PASSED)\nos.kill(os.getppid(), 9)", statuses=NONE),
    Attack("reply with another nonce from the model", inside="send(PASSED, b'n' * 16)", statuses=CRASHED),
    Attack(
        "reply on every descriptor of the model's process",
        inside="""
for to in range(3, 30):
    try:
        send(PASSED, to=to)
    except OSError:
        pass
os._exit(0)
""",
        statuses=NONE,
    ),
    Attack(
        "answer with a wrong nonce on the inner pipe",
        inside="""
for to in range(4, 30):
    try:
        send(PASSED, b"n" * 16, to=to)
    except OSError:
        pass
os._exit(0)
""",
        statuses=CRASHED,
    ),
    *[
        Attack(f"{name} from the model", inside=f"send({text}, to=3)\nos.kill(os.getppid(), 9)", statuses=NONE)
        for name, text in (
            ("deep JSON", "b'[' * 10**6"),
            ("huge integer", "b'9' * 10**6"),
            ("infinity", "told(status='ok', results=[float('inf'), float('nan')])"),
            ("a record with unknown fields", "told(status='ok', results=[{'$': 'Trace', 'v': {'passed': True}}])"),
            ("half a surrogate", "told(status='refused', text='\\ud800' * 9)"),
        )
    ],
]
ATTACKS = [*OBJECTS, *PATCHES, *SHELL, *ENDS, *PIPE]


def scores(graded: Graded) -> dict[str, float | None]:
    return {outcome.grade_id: outcome.score for outcome in graded.outcomes}


def said(graded: Graded) -> list[tuple[Any, ...]]:
    """All that a student would see of the outcomes."""
    return [(outcome.status, outcome.score, outcome.panel().text()) for outcome in graded.outcomes]


@pytest.fixture(scope="module")
def plain(grader: Grader, submission: Callable[..., Any]) -> Callable[[str], dict[str, float | None]]:
    """The scores of a wrong answer without any attack."""
    known: dict[str, dict[str, float | None]] = {}

    def find(solution: str) -> dict[str, float | None]:
        if solution not in known:
            known[solution] = scores(grader.grade(submission(solution.replace("{inside}", "pass")), variant=VARIANT))
        return known[solution]

    return find


@pytest.mark.parametrize("solution", [WRONG, STUB], ids=["wrong", "stub"])
def test_the_plain_wrong_answers_have_no_points(plain, solution):
    assert set(plain(solution).values()) == {0.0}
    assert len(plain(solution)) == 5


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing(attack, grader, submission, watch, plain):
    watch.words.clear()
    cells = {"first": FORGE + attack.first, "after": attack.after, "last": attack.last}
    graded = grader.grade(submission(attack.source, **cells), variant=VARIANT)
    assert attack.words <= watch.words, "the attack did not run"
    assert scores(graded) == plain(attack.solution if attack.solution == STUB else WRONG)
    assert {outcome.status for outcome in graded.outcomes} <= attack.statuses
    nbformat.validate(graded.notebook)
    json.dumps(graded.notebook, allow_nan=False).encode()
    for outcome in graded.outcomes:
        assert len(outcome.panel().html().encode()) < 50_000


# --- a child that is a liar from the start -----------------------------------------------------------------------

Lie = Callable[[dict[str, Any], bytes], bytes | None]


class Liars:
    """Forks whose submissions are answered by a thread of ours; the reference and the wrong answers stay honest."""

    def __init__(self, honest: Any, lie: Lie) -> None:
        self.honest, self.lie, self.asked = honest, lie, []

    def fork(self, folder: Path, *needs: Any, **more: Any) -> Connection:
        if not folder.name.startswith("submission-"):
            return self.honest.fork(folder, *needs, **more)
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._serve, args=(theirs,), daemon=True).start()
        return Connection(ours, lambda: 0)

    def _serve(self, pipe: socket.socket) -> None:
        with contextlib.suppress(OSError), pipe, pipe.makefile("rb") as stream:
            while len(header := stream.read(HEADER.size)) == HEADER.size:
                nonce, text, buffer = parse_header(header)
                request = decode(stream.read(text), stream.read(buffer))
                self.asked.append(request["kind"])
                ready = request["kind"] not in ("cell", "prop", "probe")
                answer = tell(nonce, {"status": "ok"}) if ready else self.lie(request, nonce)
                if answer is None:
                    return
                pipe.sendall(answer)


def tell(nonce: bytes, value: Any) -> bytes:
    return frame(nonce, *encode(value, max_text=1 << 24))


def cells_ok(probe: Lie) -> Lie:
    """Cells ran and showed nothing, and props are loaded; probes are answered by ``probe``."""
    quiet = {"cell": {"status": "ok", "count": 1, "outputs": []}, "prop": {"status": "ok"}}

    def lie(request: dict[str, Any], nonce: bytes) -> bytes | None:
        return probe(request, nonce) if request["kind"] == "probe" else tell(nonce, quiet[request["kind"]])

    return lie


def results_are(value: Any) -> Lie:
    return cells_ok(
        lambda request, nonce: tell(nonce, {"status": "ok", "results": [value for step in request["steps"]]})
    )


def raw_json(text: bytes, buffer: bytes = b"") -> Lie:
    return cells_ok(lambda request, nonce: frame(nonce, text, buffer))


def of_cells(value: Any) -> Lie:
    """The reply to each cell is ``value``; probes get a nothing that is in the wire form."""
    return lambda request, nonce: tell(nonce, value if request["kind"] == "cell" else {"status": "ok", "results": [0]})


def of_outputs(*outputs: Any) -> Lie:
    return of_cells({"status": "ok", "count": 1, "outputs": list(outputs)})


def a_trace(n: int = 7, **changes: Any) -> Trace:
    site = {"name": "y", "kind": "sample", "observed": True, "value": torch.zeros(n), "log_prob": torch.zeros(n)}
    site |= {"batch_shape": (n,), "family": "Normal", "plates": (Plate("M", -1, n),)} | changes
    return Trace({"y": Site(**site), "mu": Site("mu", "param", value=torch.tensor(0.0))}, returned=site["value"])


HTML = {"output_type": "display_data", "data": {"text/html": "x"}, "metadata": {}}
LIES: dict[str, Lie] = {
    "nothing": lambda request, nonce: None,
    "no frame": lambda request, nonce: b"passed" * 100,
    "another nonce": lambda request, nonce: tell(b"n" * 16, {"status": "ok", "count": 1, "outputs": []}),
    "two replies": lambda request, nonce: tell(nonce, {"status": "ok", "count": 1, "outputs": [], "results": [0]}) * 2,
    "a cell's reply is a number": of_cells(7),
    "a cell's reply is a list": of_cells(["ok"]),
    "a cell's reply is a text": of_cells("ok"),
    "a cell's reply is a tensor": of_cells(torch.zeros(3)),
    "a cell's reply is a record": of_cells(a_trace()),
    "a cell's reply is empty": of_cells({}),
    "a cell's status is a tensor": of_cells({"status": torch.zeros(3), "count": 1, "outputs": []}),
    "a cell's count is huge": of_cells({"status": "ok", "count": 1 << 62, "outputs": []}),
    "a cell's outputs are a record": of_cells({"status": "ok", "count": 1, "outputs": a_trace()}),
    "outputs of odd kinds": of_outputs(7, None, "x", [], {}, {"output_type": ["stream"]}, {"output_type": "stream"}),
    "outputs with odd parts": of_outputs(
        {"output_type": "stream", "name": ["stdout"], "text": "x"},
        {"output_type": "error", "ename": 7, "evalue": [], "traceback": [1, torch.zeros(2)]},
        {"output_type": "display_data", "data": {"text/plain": torch.zeros(2), "image/png": ["a", 1]}},
    ),
    "outputs with JSON that is none": of_outputs(
        {"output_type": "display_data", "data": {"application/json": {"a": torch.zeros(2), "b": a_trace()}}},
        {"output_type": "display_data", "data": {"application/vnd.x+json": [float("nan"), float("inf")]}},
    ),
    "display ids that are no text": of_outputs(
        HTML | {"display_id": ["a"]}, HTML | {"display_id": ["a"], "update": True}, HTML | {"update": True}
    ),
    "many outputs": of_outputs(*[HTML] * 5_000),
    "numbers": results_are(1.0),
    "truth": results_are(True),
    "nothing at all": results_are(None),
    "not a number": results_are(float("nan")),
    "a text": results_are("passed"),
    "a long text": results_are("passed" * 10_000),
    "a list of odd things": results_are([1, "a", None, [2.0, torch.zeros(2)]]),
    "an empty dictionary": results_are({}),
    "a dictionary of odd things": results_are({"y": "passed", "return": None, "mu": 1.0, "status": "passed"}),
    "draws of other shapes": results_are({"y": torch.zeros(()), "return": torch.zeros(1)}),
    "an opaque object": results_are(Opaque("Trace" * 20)),
    "a trace": results_are(a_trace()),
    "a trace of densities that are not numbers": results_are(a_trace(log_prob=torch.full((7,), torch.nan))),
    "a trace of infinite densities": results_are(a_trace(log_prob=torch.full((7,), torch.inf))),
    "a trace of other shapes": results_are(a_trace(log_prob=torch.zeros(2, 3, 0), scale=torch.zeros(5))),
    "a trace of bools": results_are(a_trace(log_prob=torch.ones(7, dtype=torch.bool), value=True)),
    "a trace of odd values": results_are(a_trace(value=["a", {}], plates=(Plate("N", None, -1), Plate("N", 3, 0)))),
    "a trace with strange names": results_are(Trace({"y": Site("<b>y</b>" * 99, "passed")}, shapes="x" * 9_000)),
    "an exception": results_are(Raised("ValueError", ["Exception"], "data n_obs")),
    "an exception with long texts": results_are(
        Raised("E" * 9_000, ["E"] * 9_000, "Trace Shapes:" + "m" * 90_000, "l" * 90_000, "c" * 90_000)
    ),
    "an exception that is no stub": results_are(Raised("NotImplementedError", [], "", called="")),
    "too few results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": []})),
    "too many results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": [0] * 99})),
    "results that are none": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok", "results": {"y": 1}})),
    "no results": cells_ok(lambda request, nonce: tell(nonce, {"status": "ok"})),
    "a status that is none": cells_ok(lambda request, nonce: tell(nonce, {"status": ["ok"], "results": [0]})),
    "a reason that is none": cells_ok(lambda request, nonce: tell(nonce, {"status": "refused", "text": [1]})),
    "a long reason": cells_ok(lambda request, nonce: tell(nonce, {"status": "refused", "text": "passed " * 99_999})),
    "a probe's reply is a tensor": cells_ok(lambda request, nonce: tell(nonce, torch.zeros(2))),
    "a probe's reply is a record": cells_ok(lambda request, nonce: tell(nonce, a_trace())),
    "a probe's reply is a text": cells_ok(lambda request, nonce: tell(nonce, "passed")),
    "no JSON": raw_json(b"passed"),
    "not UTF-8": raw_json(b'"\xff\xfe"'),
    "deep JSON": raw_json(b"[" * 1_000_000),
    "a huge integer": raw_json(b"9" * 1_000_000),
    "infinity": raw_json(b'{"$":"dict","v":{"status":"ok","results":[Infinity]}}'),
    "an impossible tensor": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"tensor","dtype":"bool","shape":[0,%s],"at":0}]}}'
        % b",".join([b"33554432"] * 20)
    ),
    "half a surrogate": raw_json(b'{"$":"dict","v":{"status":"refused","text":"\\ud800"}}'),
    "half a surrogate as a key": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"dict","v":{"\\ud800":1}}]}}'
    ),
    "a reference to the grader's side": raw_json(
        b'{"$":"dict","v":{"status":"ok","results":[{"$":"Name","v":{"name":"model"}}]}}'
    ),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lying_child_gains_nothing_and_breaks_nothing(lie, grader, submission, watch, monkeypatch):
    liars = Liars(watch, lie)
    monkeypatch.setattr(grader, "forks", liars)
    graded = grader.grade(submission(WRONG), variant=VARIANT)
    assert "cell" in liars.asked
    assert set(scores(graded).values()) == {0.0}
    assert {outcome.status for outcome in graded.outcomes} <= {"failed", "crashed"}
    nbformat.validate(graded.notebook)
    json.dumps(graded.notebook, allow_nan=False).encode()
    for outcome in graded.outcomes:
        assert len(json.dumps(outcome.public())) < 20_000


def test_a_reference_in_an_answer_is_refused(grader, submission, watch, monkeypatch):
    """A grader that passed it on would hand the reference a name of the student's choice to look up."""
    for value in (Name("model"), [1, {"a": Prop("step_03", "x")}], Trace({}, returned=Name("model"))):
        monkeypatch.setattr(grader, "forks", Liars(watch, results_are(value)))
        graded = grader.grade(submission(WRONG), variant=VARIANT)
        assert {outcome.status for outcome in graded.outcomes} == {"failed"}
        assert all("a reference has no place in an answer" in outcome.message for outcome in graded.outcomes)


def test_a_forged_trace_gets_what_it_rightly_says_and_no_density(grader, submission, watch, monkeypatch):
    """The border's limit: who knows which sites and plates are asked for may say so; the numbers stay unknown."""

    def lie(request: dict[str, Any], nonce: bytes) -> bytes:
        answers = []
        for step in request["steps"]:
            data, *_ = [*(given for given in step.get("args", ()) if torch.is_tensor(given)), torch.zeros(4)]
            densities, plate = torch.full((len(data),), -2.0), Plate("N", -1, len(data))
            answers.append(a_trace(len(data), value=data, log_prob=densities, plates=(plate,)))
        return tell(nonce, {"status": "ok", "results": answers})

    monkeypatch.setattr(grader, "forks", Liars(watch, cells_ok(lie)))
    graded = grader.grade(submission(WRONG), variant=VARIANT)
    assert scores(graded)["model_density"] == 0.0
    assert scores(graded)["model_length"] == 2.0


class TestConnection:
    """The trusted end of the pipe against raw bytes."""

    @pytest.fixture
    def pipe(self) -> Iterator[tuple[Connection, socket.socket, list[str]]]:
        ours, theirs = socket.socketpair()
        ended: list[str] = []
        connection = Connection(ours, lambda: ended.append("ended") or 0)  # type: ignore[func-returns-value]
        yield connection, theirs, ended
        connection.close()
        theirs.close()

    def answered(self, pipe, answer: Callable[[bytes], bytes], limit: float = 5.0) -> Any:
        connection, theirs, _ = pipe

        def serve() -> None:
            nonce, text, buffer = parse_header(theirs.recv(HEADER.size, socket.MSG_WAITALL))
            theirs.recv(text + buffer, socket.MSG_WAITALL)
            with contextlib.suppress(OSError):
                theirs.sendall(answer(nonce))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            return connection.request({"kind": "probe"}, limit)
        finally:
            thread.join()

    def test_a_reply_is_decoded(self, pipe):
        assert self.answered(pipe, lambda nonce: tell(nonce, {"a": 1})) == {"a": 1}
        assert pipe[0].alive

    @pytest.mark.parametrize(
        "answer",
        [
            lambda nonce: b"x" * HEADER.size,
            lambda nonce: tell(b"n" * 16, 1),
            lambda nonce: tell(bytes(reversed(nonce)), 1),
            lambda nonce: HEADER.pack(b"PAG1", nonce, MAX_JSON + 1, 0),
            lambda nonce: HEADER.pack(b"PAG1", nonce, 0, MAX_BUFFER + 1),
            lambda nonce: HEADER.pack(b"PAG1", nonce, 2**32 - 1, 2**64 - 1),
            lambda nonce: HEADER.pack(b"PAG2", nonce, 1, 0) + b"1",
        ],
        ids=["garbage", "another nonce", "nonce backwards", "long text", "long buffer", "huge", "another protocol"],
    )
    def test_a_broken_reply_ends_the_child(self, pipe, answer):
        with pytest.raises(Crashed):
            self.answered(pipe, answer)
        assert pipe[2] == ["ended"]
        with pytest.raises(Crashed, match="has ended"):
            pipe[0].request({}, 1.0)

    def test_a_second_reply_is_noticed_at_the_next_question(self, pipe):
        assert self.answered(pipe, lambda nonce: tell(nonce, 1) + tell(nonce, 2)) == 1
        with pytest.raises(Crashed, match="nobody asked for"):
            pipe[0].request({}, 1.0)

    def test_a_message_before_any_question_is_noticed(self, pipe):
        pipe[1].sendall(b"x")
        with pytest.raises(Crashed, match="nobody asked for"):
            pipe[0].request({}, 1.0)

    def test_half_a_reply_is_waited_for_no_longer_than_the_limit(self, pipe):
        with pytest.raises(TimedOut):
            self.answered(pipe, lambda nonce: tell(nonce, "x" * 100)[:-1], limit=0.3)
        assert pipe[2] == ["ended"]

    def test_half_a_reply_and_the_end(self, pipe):
        def answer(nonce: bytes) -> bytes:
            pipe[1].sendall(tell(nonce, "x" * 100)[:-1])
            pipe[1].shutdown(socket.SHUT_RDWR)
            return b""

        with pytest.raises(Crashed):
            self.answered(pipe, answer)


# --- what a submission can see and leave behind ------------------------------------------------------------------

SEARCH = """
import gc, sys
WORDS = [word[::-1] for word in ("redarg", "egduj", "detcepxe", "tcidrev", "noitpecnocsim", "yb_thguac", "ecnerefer")]

def frames():
    frame = sys._getframe(2)
    while frame:
        yield frame
        frame = frame.f_back

def suspicious():
    names = set()
    for frame in frames():
        names |= {frame.f_code.co_filename, frame.f_code.co_name, *frame.f_locals, *map(str, frame.f_locals.values())}
    gc.unfreeze()
    ours = [one for one in gc.get_objects() if str(getattr(type(one), "__module__", "")).startswith("autograder")]
    names |= {type(one).__module__ + "." + type(one).__name__ for one in ours}
    names |= {name for name in sys.modules if name.startswith(("autograder", "nbgrader", "pytest", "_pytest"))}
    found = {name[:300] for name in names if any(word in name.lower().replace("auto" + WORDS[0], "") for word in WORDS)}
    return len(ours), sorted(found), sorted(names)
"""
TRUSTED = ("subject", "judging", "authoring", "classroom", "graders", "course", "notebooks", "settings", "cli")


def test_frames_and_objects_hold_neither_reference_nor_graders(grader, submission, assignment):
    seen = """
import json
def model(data=None, n_obs=None):
    count, found, names = suspicious()
    with open("seen.json", "w") as file:
        json.dump([count, found, names], file)
"""
    last = "print(open('seen.json').read())"
    graded = grader.grade(submission(seen, first=SEARCH, last=last), variant=VARIANT)
    count, found, names = json.loads(graded.notebook.cells[-1].outputs[0].text)
    assert count > 5
    assert "autograder.probes.answers" in names
    assert "model" in names, "the search did not reach the function itself"
    assert found == []
    assert [name for name in names if name.startswith(tuple(f"autograder.{room}" for room in TRUSTED))] == []
    assert not [name for name in names if name.startswith(("nbgrader", "pytest", "_pytest"))]
    text = json.dumps(names)
    assert str(assignment.course.root) not in text
    assert set(scores(graded).values()) == {0.0}


DISPLAY = """
import IPython.display
from IPython.core import display_functions
shown = display_functions.display
from autograder import expect
def display(*args, **kwargs):
    kwargs["display_id"] = "score"
    return shown(*args, **kwargs)
IPython.display.display = display
"""
FORGED = """
from IPython.display import HTML, update_display
update_display(HTML("<b>passed (9 of 9 points)</b>"), display_id="score")
get_ipython().displayhook(2.0)
print("forged")
"""


def test_forged_displays_and_skip_tags_do_not_change_what_nbgrader_keeps(new_course, submission):
    course = new_course("step_03")
    build.generate(course, "step_03")
    assignment = course.assignment("step_03")
    notebook = submission(WRONG.replace("{inside}", "pass"), of=assignment, first=DISPLAY, last=FORGED)
    for cell in notebook.cells:
        if nbgrader_of(cell).get("grade_id") == "model_error":
            cell.metadata["tags"] = ["skip-execution"]
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1.0"})]
    path = course.root / "submitted" / "eve" / "step_03" / "step_03.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    [row] = grade(course, submissions.find(course, "step_03"))
    assert (row.problem, row.score, len(row.outcomes)) == ("", 0.0, 5)
    kept = nbformat.read(course.root / "autograded" / "eve" / "step_03" / "step_03.ipynb", as_version=4)
    locked = [cell for cell in kept.cells if nbgrader_of(cell).get("grade")]
    assert len(locked) == 5
    for cell in locked:
        assert [output.output_type for output in cell.outputs] == ["execute_result"]
        assert cell.outputs[0].data["text/plain"] == "0.0"
        assert "9 of 9" not in cell.outputs[0].data["text/html"]
        assert "tags" not in cell.metadata
    assert any("forged" in str(output) for output in kept.cells[-1].outputs)


LOOT = """
print(sorted(name for name in os.listdir() if not name.startswith(".")))
print([open(name).read() for name in os.listdir() if os.path.isfile(name)])
"""


def test_links_in_a_submission_are_not_followed_and_noise_costs_nothing_in_nbgrader(new_course, submission, right):
    """nbgrader copies what a link points to; the graders' own file would come into the student's folder so."""
    course = new_course("step_03")
    build.generate(course, "step_03")
    assignment = course.assignment("step_03")
    folder = course.root / "submitted" / "eve" / "step_03"
    (folder / "data").mkdir(parents=True)
    first_line = "    if data is not None:"
    source = right.replace(first_line, "    noise('model')\n" + first_line, 1)
    nbformat.write(submission(source, of=assignment, first=NOISE, last=LOOT), folder / "step_03.ipynb")
    (folder / "loot.txt").symlink_to(assignment.graders)
    (folder / "data" / "loot.txt").symlink_to(assignment.script)
    (folder / "solutions").symlink_to(assignment.script.parent)
    (folder / "extra.ipynb").symlink_to(assignment.source)
    (folder / "own.txt").write_text("of my own")
    [row] = grade(course, submissions.find(course, "step_03"))
    assert (row.problem, row.score, row.points) == ("", 9.0, 9.0)
    kept = course.root / "autograded" / "eve" / "step_03"
    assert sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()) == [
        "own.txt",
        "step_03.ipynb",
    ]
    shown = str(nbformat.read(kept / "step_03.ipynb", as_version=4).cells[-1].outputs)
    assert "of my own" in shown
    assert "loot" not in shown
    assert "variant" not in shown


def test_displays_of_graded_cells_are_updated_until_they_are_replaced(grader, submission):
    """The attack of the test above takes effect in the student's process; so replacing is needed, and is done."""
    source = WRONG.replace("{inside}", "pass")
    graded = grader.grade(submission(source, first=DISPLAY, last=FORGED), variant=VARIANT)
    locked = [cell for cell in graded.notebook.cells if nbgrader_of(cell).get("grade")]
    assert any("9 of 9 points" in str(cell.outputs) for cell in locked)


def test_skip_tags_on_locked_cells_are_taken_off(grader, submission, right):
    notebook = submission(right)
    locked = [cell for cell in notebook.cells if nbgrader_of(cell).get("locked")]
    for cell in locked:
        cell.metadata["tags"] = ["skip-execution"]
    graded = grader.grade(notebook, variant=VARIANT)
    assert graded.score == graded.points
    assert all("looks right" in str(cell.outputs) for cell in graded.notebook.cells if nbgrader_of(cell).get("grade"))


# --- honest submissions ------------------------------------------------------------------------------------------

NOISE = """
import logging, sys, warnings
warnings.simplefilter("always")
def noise(where):
    print("out of", where)
    print("error of", where, file=sys.stderr)
    warnings.warn("warning of " + where)
    logging.warning("log of %s", where)
    os.system("true")
    ran(where)
noise("cell")
"""


def test_noise_costs_no_points(grader, submission, right, watch):
    watch.words.clear()
    source = right.replace("    if data is not None:", "    noise('model')\n    if data is not None:", 1)
    assert "noise" in source
    graded = grader.grade(submission(source, first=NOISE, last="noise('end')"), variant=VARIANT)
    assert watch.words == {"cell", "model", "end"}
    assert [outcome.status for outcome in graded.outcomes] == ["passed"] * 5
    assert (graded.score, graded.points) == (9.0, 9.0)
    cell = next(cell for cell in graded.notebook.cells if "noise(where)" in cell.source)
    text = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    assert all(word in text for word in ("out of cell", "error of cell", "warning of cell", "log of cell"))


@pytest.mark.parametrize(
    ("name", "show"),
    [
        ("many pictures", "for _ in range(30): display({'image/png': 'A' * 3_000_000}, raw=True)"),
        ("much text", "for _ in range(100): print('é' * 1_000_000)"),
        ("deep JSON", "x = {}\nfor _ in range(40): x = {'a': x}\ndisplay({'application/json': x}, raw=True)"),
        ("long JSON", "display({'application/json': list(range(200_000))}, raw=True)"),
        ("arrays in JSON", "import numpy\ndisplay({'application/json': {'a': numpy.zeros(3)}}, raw=True)"),
        ("half a surrogate", "print('\ud800')"),
        ("odd data", "display({'text/plain': 7, 'image/png': b'abc', 'a/b': object()}, raw=True)"),
    ],
)
def test_large_or_odd_outputs_cost_no_points(grader, submission, right, watch, name, show):
    watch.words.clear()
    graded = grader.grade(submission(right, after=f"{show}\nran('ran')\nprint('end')"), variant=VARIANT)
    assert watch.words == {"ran"}
    assert [outcome.status for outcome in graded.outcomes] == ["passed"] * 5
    json.dumps(graded.notebook, allow_nan=False).encode()
    assert len(json.dumps(graded.notebook)) < 70 << 20


def test_one_notebooks_outputs_are_bounded_however_many_cells_show_them():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x") for _ in range(40)])
    outputs, big = Outputs(notebook), {"output_type": "display_data", "data": {"image/png": "A" * (4 << 20)}}
    named = {"output_type": "display_data", "data": {"text/html": "x"}, "display_id": "a"}
    for index in range(20):
        outputs.add(index, "ok", 1, [big, big])
    outputs.add(20, "ok", 1, [named] * 400)
    outputs.add(21, "ok", 1, [big | {"display_id": "a", "update": True}])
    outputs.add(22, "ok", 1, [big])
    size = len(json.dumps(notebook))
    assert 4 << 20 < size < 100 << 20


STATE = """
import random, numpy as np
count = globals().get("count", 0)
print(torch.rand(2), np.random.rand(2), random.random(), torch.get_default_dtype(), pyro.settings.get())
store = pyro.get_param_store()
print({name: value.detach().tolist() for name, value in store.items()}, count, len(pyro.poutine.runtime._PYRO_STACK))
print(torch.distributions.Distribution._validate_args, torch.is_grad_enabled(), sorted(globals()))
"""
RESTLESS = """
count = 0
def model(data=None, n_obs=None):
    global count
    count += 1
    torch.rand(3); np.random.rand(); random.random()
    torch.set_default_dtype(torch.float64)
    pyro.enable_validation(False)
    pyro.param(f"new_{count}", torch.ones(2))
    torch.set_grad_enabled(False)
    pyro.poutine.runtime._PYRO_STACK.extend([])
    globals()[f"left_{count}"] = 1
    n_obs = len(data) if data is not None else n_obs
    if n_obs is None:
        raise ValueError("data n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
"""


def own_outputs(notebook: nbformat.NotebookNode) -> list[Any]:
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code" and not nbgrader_of(cell).get("grade")]


def test_probing_leaves_no_trace(grader, submission, assignment, tmp_path, monkeypatch):
    notebook = submission(RESTLESS, first="import random, numpy as np", after=STATE, last=STATE)
    cells = []
    for cell in notebook.cells:  # the state is shown between all graded cells
        cells.append(cell)
        if nbgrader_of(cell).get("grade"):
            cells.append(nbformat.v4.new_code_cell(STATE, id=f"state-{len(cells)}"))
    notebook.cells = cells
    once = grader.grade(notebook, variant=VARIANT)
    asked: list[int] = []
    ask = NotebookRun.ask

    def twice(self: NotebookRun, steps: list[Any], seed: int, limit: float) -> list[Any]:
        ask(self, steps, seed + 1, limit)
        asked.append(seed)
        return ask(self, steps, seed, limit)

    with monkeypatch.context() as patch:
        patch.setattr(NotebookRun, "ask", twice)
        again = grader.grade(notebook, variant=VARIANT)
    assert asked
    with monkeypatch.context() as patch:
        patch.setattr("autograder.judging.grading.session.run", lambda graders, judge: {})
        never = grader.grade(notebook, variant=VARIANT)
    assert {outcome.status for outcome in never.outcomes} == {"not_graded"}
    assert said(once) == said(again)
    assert own_outputs(once.notebook) == own_outputs(again.notebook) == own_outputs(never.notebook)
    texts = [str(outputs) for outputs in own_outputs(once.notebook) if "tensor" in str(outputs)]
    assert len(texts) == 7
    assert "left_1" in texts[-1], "a call of the model does not show: the comparison could not fail"


def test_a_live_check_leaves_random_states_and_params_alone(grader, submission, right):
    """A check that a student runs between two draws changes neither of them."""
    with_checks = grader.grade(submission(right, after=STATE, last=STATE), variant=VARIANT).notebook
    alone = submission(right, after=STATE, last=STATE)
    for cell in alone.cells:
        if nbgrader_of(cell).get("grade"):
            cell.source = "pass"
    run = NotebookRun(alone, Path())
    with tempfile.TemporaryDirectory() as folder:
        seed = variants.notebook_seed(grader.key, "step_03", code_digest(with_checks))
        run.start(shared(), Path(folder), seed).advance(len(alone.cells) - 1)
        run.close()

    def shown(notebook: nbformat.NotebookNode) -> str:
        return notebook.cells[-1].outputs[0].text.split("sorted")[0].splitlines()[:2]

    assert "tensor" in shown(alone)[0]
    assert shown(alone) == shown(with_checks)


def test_the_same_submission_gets_the_same_outcomes_and_texts(assignment, grader, submission):
    """Twice by one warm parent, and once more by another process with another memory layout and hash seed."""
    source = """
names = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta"}
def model(data=None, n_obs=None):
    for name in names:
        print(pyro.sample(name, dist.Normal(0.0, 1.0)))
    if n_obs is None:
        raise TypeError(f"no {object()} in {names} {torch.rand(1)} {model}")
    mu = pyro.param("mu", torch.rand(()))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu + torch.rand(()), 1.0 + random.random()))
"""
    notebook = submission(source, first="import random", last=STATE + "print(list(names), hash('a'))")
    parent = WarmParent()
    try:
        other = Grader(assignment, forks=parent).grade(notebook)
    finally:
        parent.close()
    first, second = grader.grade(notebook), grader.grade(notebook)
    assert 0 < first.score < first.points or first.score == 0
    assert "TypeError" in str(said(first))
    assert said(first) == said(second) == said(other)
    assert own_outputs(first.notebook) == own_outputs(second.notebook) == own_outputs(other.notebook)


def test_a_submission_that_kills_the_warm_parent_stops_nobody_else(grader, submission, right, watch):
    watch.words.clear()
    killer = "import os, signal\nran('ran')\nos.kill(os.getppid(), signal.SIGKILL)"
    grader.grade(submission(WRONG.replace("{inside}", "pass"), after=killer), variant=VARIANT)
    assert watch.words == {"ran"}
    graded = grader.grade(submission(right), variant=VARIANT)
    assert graded.score == graded.points


def test_an_endless_call_ends_at_its_limit_and_costs_its_own_cell_only(grader, submission, right, watch, monkeypatch):
    watch.words.clear()
    ask = NotebookRun.ask
    monkeypatch.setattr(grader, "cell_limit", 1.0)
    monkeypatch.setattr(NotebookRun, "ask", lambda run, steps, seed, limit: ask(run, steps, seed, 2.0))
    first_line = "    if data is not None:"
    endless = right.replace(first_line, "    while data is not None and n_obs: ran('ran')\n" + first_line, 1)
    graded = grader.grade(submission(endless), variant=VARIANT)
    assert watch.words == {"ran"}
    statuses = {outcome.grade_id: outcome.status for outcome in graded.outcomes}
    assert statuses.pop("model_length") == "timeout"
    assert set(statuses.values()) == {"passed"}


def test_what_was_earned_before_the_end_stays(grader, submission, right, watch):
    watch.words.clear()
    graded = grader.grade(submission(right, last="ran('ran')\nos._exit(0)"), variant=VARIANT)
    assert watch.words == {"ran"}
    assert graded.score == graded.points
    assert graded.notebook.cells[-1].outputs[0].output_type == "error"
