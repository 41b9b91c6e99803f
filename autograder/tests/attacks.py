"""The attacks of the corpus as data: each tries to gain points, and leaves a word when it has run."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from autograder.judging.graded import Graded

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
        statuses=frozenset({"failed", "crashed"}),
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
        statuses=frozenset({"failed", "crashed"}),
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
        statuses=frozenset({"failed", "crashed"}),
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
