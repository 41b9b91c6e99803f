# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Step 20 · MiniPyro
#
# | | |
# |---|---|
# | **Goal** | Build a small Pyro of your own, about 150 lines, that does what Pyro does, number for number. |
# | **Minutes** | 90 |
# | **Prerequisites** | step_05, step_08, step_13, step_15 |
#
# For nineteen steps you have spoken Pyro. Today you build it: sites, parameters, traces, conditioning,
# plates, the ELBO and SVI, from an empty list upwards. It sounds like a year's work. It is an evening's,
# because nearly all of Pyro is **one idea**, used again and again.
#
# There is no `pyro` in this notebook, and there must be none: write no `import pyro` here. While your work is
# graded, pyro is neither importable nor readable. PyTorch and its distributions are all you need. The graders
# run programs of their own over your primitives, and run the same programs over the real Pyro somewhere
# else. **With the same seed, both have to give the same numbers.**
#
# The work comes in nine tasks. They build on one another, so take them in order; each has its own checks and
# its own points, and most need between two and eight lines. If one holds you up, its hints go a long way.
#
# | task | what you build | you met it in |
# |---|---|---|
# | 1, 2 | the stack of handlers, and `sample` | step 1, step 2 |
# | 3 | `trace` and the log density of a run | steps 4 and 5 |
# | 4 | `param` and the store | step 1, step 13 |
# | 5 | `condition` and `replay` | step 8 |
# | 6 | `block` and `seed` | here |
# | 7 | `plate` | steps 3 and 15 |
# | 8 | the ELBO | step 13 |
# | 9 | `Adam` and `SVI` | steps 10 and 13 |

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import contextlib
import math

import matplotlib.pyplot as plt
import torch
import torch.distributions as dist
from torch.distributions import constraints, transform_to

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, *_ = COLOURS
STACK = []  # the handlers that are in force now, the innermost last
STORE = {}  # the parameters: name -> (unconstrained tensor, constraint)


def draw(fn: dist.Distribution) -> torch.Tensor:
    """One draw from a distribution, reparameterised where it can be.

    So gradients pass through it.
    """
    return fn.rsample() if fn.has_rsample else fn.sample()


# %% [markdown] nbgrader={"grade": false, "grade_id": "idea", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The one idea
#
# What does `sample("mu", dist.Normal(0., 1.))` do? You know that it depends. On its own it draws. Under
# `condition` it takes a value from a dictionary. Under `replay` it takes one from an earlier run. Under `trace`
# it is written down; inside a `plate` it draws many values at once. And the model's code never changes.
#
# So `sample` cannot decide these things itself. Instead, it **writes a message**, a dictionary that says "a
# site named mu, with this distribution, has no value yet", and **sends it past everybody who is listening**.
# A listener is called a **handler** (or messenger). The `with` blocks and the wrapped calls around the
# statement decide who is listening: they form a **stack**.
#
# The message travels twice. *On the way out* it passes the handlers from the innermost to the outermost. Each
# may read it and change it: put in a value, replace the distribution. Then, if there is still no value, one is
# drawn. *On the way back* it passes the same handlers from the outermost to the innermost, now with its value.

# %%
figure, axes = plt.subplots(figsize=(8.5, 4))
floors = [
    'sample("mu", Normal(0, 1))',
    "plate: innermost",
    "condition",
    "trace: outermost",
    "no value yet? draw one",
]
for height, text in enumerate(floors):
    ground = "white" if height in (0, 4) else "lightblue"
    box = {"boxstyle": "round,pad=0.5", "facecolor": ground, "edgecolor": "grey"}
    axes.text(0.5, height, text, ha="center", va="center", bbox=box)
ways = [
    (0.22, (0, 4), BLUE, "on the way out:\nprocess_message", "right"),
    (0.78, (4, 0), ORANGE, "on the way back:\npostprocess_message", "left"),
]
for x, (start, end), colour, text, side in ways:
    arrow = {"arrowstyle": "->", "color": colour, "linewidth": 2}
    axes.annotate("", (x, end), (x, start), arrowprops=arrow)
    beside = x - 0.02 if side == "right" else x + 0.02
    axes.text(beside, 2, text, ha=side, va="center", color=colour)
axes.set(xlim=(0, 1), ylim=(-0.5, 4.5), title="The way of a message")
axes.axis("off")
show.figure(
    figure,
    "A tower of five boxes. At its foot stands the sample statement, then plate, "
    "condition and trace, at the top: no value yet, draw one. An arrow leads up on the "
    "left, on the way out, and one down on the right, on the way back.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "words", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The message is a plain dictionary. Its keys are Pyro's own:
#
# | key | what it holds |
# |---|---|
# | `"type"` | `"sample"` or `"param"` |
# | `"name"` | the site's name |
# | `"fn"` | for a sample site, its distribution; for a param, a function without arguments that looks it up |
# | `"value"` | the value, `None` as long as there is none |
# | `"is_observed"` | `True` if the value is data, else `False` |
# | `"stop"` | `False`; a handler sets it to `True` to keep the message from the handlers farther out |
#
# You may add keys of your own. The graders send handlers of theirs through your stack, and these read and
# change the keys above.
#
# Here is the idea in a nutshell, with no stack yet: one message, two listeners, out and back by hand. Run it
# and look at who sees what.


# %%
def doubter(msg):
    """Makes every distribution twice as wide."""
    msg["fn"] = dist.Normal(msg["fn"].loc, 2 * msg["fn"].scale)


def clerk(msg):
    """Writes down what came of it."""
    print(f"site {msg['name']}: {msg['fn']} gave {msg['value'].item():.3f}")


torch.manual_seed(0)
message = {"type": "sample", "name": "mu", "fn": dist.Normal(0.0, 1.0), "value": None}
doubter(message)  # on the way out
if message["value"] is None:
    message["value"] = draw(message["fn"])
clerk(message)  # on the way back

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_messenger", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The clerk has to work *on the way back*: on the way out there was no value to write down. And the value was
# drawn *after* the doubter had been at it, from the wide distribution. Two verbs, then, one for each way; a
# handler defines those that it needs.
#
# ## Task 1: a handler steps on the stack · 2 points
#
# Every handler is a `Messenger`. Its two verbs do nothing by default; handlers that you derive from it will
# define them. Fill in the three methods that put it on the stack and take it off again:
#
# - `__enter__()` puts the handler at the end of `STACK` (the innermost place) and returns the handler.
# - `__exit__(...)` takes it off again. It does not swallow an exception: it returns `None`.
# - `__call__(*args, **kwargs)` calls `self.fn` with these arguments while the handler is on the stack, and
#   returns what `fn` returned.
#
# However a call or a `with` block ends, **with an exception too**, no handler of it is left on the stack. A
# handler can be used again after it has ended.
#
# <details><summary>Hint 1: a familiar pair</summary>
#
# `__enter__` and `__exit__` are the two methods that a `with` statement calls. A stack grows and shrinks at
# the same end: which two methods of a Python list do this?
#
# </details>
#
# <details><summary>Hint 2: exceptions for free</summary>
#
# A `with` block calls `__exit__` whatever happens inside it. `__call__` can use this: a handler is a context
# manager itself, so it may stand behind the word `with`, under the name that it has inside its own methods.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "messenger", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Messenger:
    """The base of all handlers.

    Use it as `with Messenger():` or, around a function, as `Messenger(fn)(...)`.
    """

    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        """Step on the stack, at its innermost end. Returns the handler."""
        ### BEGIN SOLUTION
        STACK.append(self)
        return self
        ### END SOLUTION

    def __exit__(self, *exception):
        """Step off the stack, whether or not there was an exception."""
        ### BEGIN SOLUTION
        STACK.pop()
        ### END SOLUTION

    def __call__(self, *args, **kwargs):
        """Call fn with this handler in force; returns what fn returns."""
        ### BEGIN SOLUTION
        with self:
            return self.fn(*args, **kwargs)
        ### END SOLUTION

    def process_message(self, msg: dict) -> None:
        """On the way out: read or change the message before it has its value."""

    def postprocess_message(self, msg: dict) -> None:
        """On the way back: read or change the message when it has its value."""


# %% [markdown] nbgrader={"grade": false, "grade_id": "task_stack", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: the message travels · 6 points
#
# Two functions. `apply_stack(msg)` is the heart of the whole; everything after it is decoration.
#
# `apply_stack(msg)` changes the message in place and returns nothing:
#
# 1. **Out.** It hands the message to each handler's `process_message`, from the innermost handler to the
#    outermost. As soon as a handler has set `msg["stop"]` to true, the message goes no farther: the handlers
#    outside that one do not see it.
# 2. **The value.** If `msg["value"]` is still `None`, it is made: for a sample site by `draw(msg["fn"])`, with
#    the distribution that is in the message *now*; for a param by calling `msg["fn"]()`. If there is a value,
#    nothing is drawn.
# 3. **Back.** It hands the message to `postprocess_message` of the handlers **that it met on the way out, and
#    only those**, from the outermost of them to the innermost. The one that stopped it is among them.
#
# `sample(name, fn, obs=None)` sends the message of a sample site over the stack and returns the message's value
# when it has come back. With `obs`, that is its value, and it is observed. It works without any handler as well:
# then it draws, or, with `obs`, returns `obs`.
#
# <details><summary>Hint 1: who is innermost?</summary>
#
# The handler that stepped on the stack last is the innermost one. `reversed(STACK)` walks the list from its
# end.
#
# </details>
#
# <details><summary>Hint 2: the way back</summary>
#
# Keep a list of the handlers that were met on the way out. The way back is that list, backwards. When exactly
# does a handler go into the list, so that the one that stops the message is in it?
#
# </details>
#
# <details><summary>Hint 3: sample is short</summary>
#
# Make a dictionary with the six keys of the table, hand it to `apply_stack`, return one of its entries. With
# an empty stack both loops have nothing to do, and the rest is right already. For `is_observed`, ask whether
# `obs` is `None`: a tensor has no plain truth value.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "stack", "locked": false, "schema_version": 3, "solution": true, "task": false}
def apply_stack(msg: dict) -> None:
    """Send a message past the handlers, out and back, and see that it gets a value.

    Changes msg in place.
    """
    ### BEGIN SOLUTION
    met = []
    for handler in reversed(STACK):
        met.append(handler)
        handler.process_message(msg)
        if msg["stop"]:
            break
    if msg["value"] is None:
        msg["value"] = draw(msg["fn"]) if msg["type"] == "sample" else msg["fn"]()
    for handler in reversed(met):
        handler.postprocess_message(msg)
    ### END SOLUTION


def sample(
    name: str, fn: dist.Distribution, obs: torch.Tensor | None = None
) -> torch.Tensor:
    """A sample statement: the value of the site, as the handlers in force will have it.

    >>> sample("mu", dist.Normal(0.0, 1.0), obs=torch.tensor(4.2))
    tensor(4.2000)
    """
    ### BEGIN SOLUTION
    msg = {
        "type": "sample",
        "name": name,
        "fn": fn,
        "value": obs,
        "is_observed": obs is not None,
        "stop": False,
    }
    apply_stack(msg)
    return msg["value"]
    ### END SOLUTION


# %% [markdown] nbgrader={"grade": false, "grade_id": "spies", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The checks below use a spy, a handler that notes its name whenever a message passes, and a handler that doubles
# what comes back. You can use them too, to see what your stack does. (As long as your `__exit__` is not right, handlers of earlier tries may be left on the
# stack and take part in everything. `STACK.clear()` throws them out.)


# %% nbgrader={"grade": false, "grade_id": "spy", "locked": true, "schema_version": 3, "solution": false, "task": false}
class Spy(Messenger):
    """Notes in a list which way a message passed it.

    Stops it if its name is in `stops`.
    """

    def __init__(self, label, notes, stops=()):
        super().__init__()
        self.label, self.notes, self.stops = label, notes, stops

    def process_message(self, msg):
        self.notes.append(f"{self.label} out")
        msg["stop"] = msg["stop"] or msg["name"] in self.stops

    def postprocess_message(self, msg):
        self.notes.append(f"{self.label} back")


class Doubler(Messenger):
    """Doubles every value on its way back."""

    def postprocess_message(self, msg):
        msg["value"] = 2 * msg["value"]


# %% nbgrader={"grade": true, "grade_id": "handlers_order", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Out from the inside, back from the outside",
    also="what handlers change on both ways",
):
    notes = []
    with Spy("outer", notes), Spy("middle", notes), Spy("inner", notes):
        sample("x", dist.Normal(0.0, 1.0))
    expect.equal(
        notes[:3],
        ["inner out", "middle out", "outer out"],
        "who was passed on the way out",
    )
    expect.equal(
        notes[3:],
        ["outer back", "middle back", "inner back"],
        "who was passed on the way back",
    )
    torch.manual_seed(3)
    plain = sample("x", dist.Normal(0.0, 1.0))
    torch.manual_seed(3)
    with Doubler():
        doubled = sample("x", dist.Normal(0.0, 1.0))
    STACK.clear()  # in case that a handler has stayed there
    what = "what sample returned when a handler doubled the value on the way back"
    expect.close(doubled, 2 * plain, what)

# %% nbgrader={"grade": true, "grade_id": "handlers_stop", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A message that is stopped does not reach the outer handler",
    also="who sees it on the way back",
):
    notes = []
    with Spy("outer", notes), Spy("middle", notes, stops=["x"]), Spy("inner", notes):
        sample("x", dist.Normal(0.0, 1.0))
    expect.equal(
        notes[:2], ["inner out", "middle out"], "who was passed on the way out"
    )
    told = "The outer handler has seen a message that the middle one had stopped"
    expect.that("outer out" not in notes, f"{told}.")
    expect.that("outer back" not in notes, f"{told}, on its way back.")
    back = sorted(note for note in notes if note.endswith("back"))
    expect.equal(back, ["inner back", "middle back"], "who was passed on the way back")

# %% nbgrader={"grade": true, "grade_id": "handlers_leave", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def fails():
    raise ArithmeticError("on purpose")


with expect.check(
    "Handlers leave the stack",
    also="more calls that end in an exception, and handlers used again",
):
    notes = []
    with Spy("outer", notes):
        with Spy("inner", notes):
            pass
        sample("x", dist.Normal(0.0, 1.0))
    sample("y", dist.Normal(0.0, 1.0))
    expect.equal(
        notes,
        ["outer out", "outer back"],
        "what was passed by x, after the inner handler had left, and by y",
    )
    expect.equal(
        Messenger(math.hypot)(3.0, 4.0), 5.0, "Messenger(math.hypot)(3.0, 4.0)"
    )
    spy = Spy("spy", [])
    with spy as it:
        pass
    message = "`with spy as it:` should put the handler into `it`, and does not."
    look = "What stands behind `as` is what `__enter__` returns."
    expect.that(it is spy, message, look=look)
    error, left = expect.error(Messenger(fails)), len(STACK)
    STACK.clear()
    what = "a handler around a function that raises an ArithmeticError"
    expect.raised(error, "ArithmeticError", what)
    what = "the number of handlers on the stack after that exception"
    expect.equal(left, 0, what)

# %% nbgrader={"grade": true, "grade_id": "sample_statement", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
class Witness(Messenger):
    """Keeps the last message that came back past it, as `seen`."""

    def postprocess_message(self, msg):
        self.seen = msg


with expect.check(
    "sample draws, or takes what it is given",
    also="all that stands in the message, and gradients",
):
    torch.manual_seed(1)
    wanted = dist.Normal(0.0, 1.0).rsample()
    torch.manual_seed(1)
    expect.close(
        sample("x", dist.Normal(0.0, 1.0)), wanted, "a draw without any handler"
    )
    given = sample("x", dist.Normal(0.0, 1.0), obs=torch.tensor(4.2))
    expect.close(given, 4.2, "sample with obs=4.2, without any handler")
    witness = Witness()
    with witness:
        given = sample("x", dist.Normal(0.0, 1.0), obs=torch.tensor(0.0))
    STACK.clear()  # in case that a handler has stayed there
    expect.close(given, 0.0, "sample with obs=0, inside a handler")
    what = "'is_observed' in the message of a site with obs=0"
    expect.equal(witness.seen["is_observed"], True, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_trace", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: `trace`, and the density of a run · 5 points
#
# The first real handler. It is the clerk of the nutshell: it writes down every message on the way back.
#
# `trace(fn)` is a handler. `trace(fn).get_trace(*args, **kwargs)` runs `fn` with these arguments and returns a
# dictionary, from site names to messages, in the order in which the sites were met:
#
# - Each entry is a **copy** of the message as it was when it passed the trace on its way back. What a handler
#   does to the message later does not change the entry.
# - Sample sites *and* params are recorded (params will come in task 4).
# - **A name that is in the trace already is an error**: a `RuntimeError` whose text has the name in it. Only a
#   param may come again after a param; it is the same parameter.
# - Each call of `get_trace`, also on the same `trace` object, begins with an empty dictionary.
# - Called like a function, `trace(fn)(...)` returns what `fn` returns, as every handler does.
#
# `log_prob_sum(nodes)` takes such a dictionary and returns the log density of the run: the **sum**, over all its
# sample sites, observed or not, of all elements of the log prob of the site's value under the site's
# distribution. Params have no density and do not count. The result is a tensor with one element, through
# which gradients can flow.
#
# <details><summary>Hint 1: which verb?</summary>
#
# The value and the final distribution are in the message only on the way back.
#
# </details>
#
# <details><summary>Hint 2: a fresh page</summary>
#
# `__enter__` is called at the beginning of every run. After making an empty dictionary, it has to do all that a
# `Messenger` does there as well: `super()` has that part.
#
# </details>
#
# <details><summary>Hint 3: a copy</summary>
#
# `dict(msg)` or `msg.copy()`. To see that you need it: the message goes on to the inner handlers after
# you have noted it, and they may still change it.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "trace", "locked": false, "schema_version": 3, "solution": true, "task": false}
class trace(Messenger):
    """Writes down the messages of a run.

    `trace(fn).get_trace(*args, **kwargs)` gives them: name -> message.
    """

    def __enter__(self):
        """Begin with an empty dictionary, `self.nodes`, and step on the stack."""
        ### BEGIN SOLUTION
        self.nodes = {}
        return super().__enter__()
        ### END SOLUTION

    def postprocess_message(self, msg: dict) -> None:
        """Note a copy of the message.

        RuntimeError if its name is taken, except by a param for a param.
        """
        ### BEGIN SOLUTION
        earlier = self.nodes.get(msg["name"])
        if earlier is not None and not earlier["type"] == msg["type"] == "param":
            raise RuntimeError(
                f"There is already a site named '{msg['name']}' in this trace."
            )
        self.nodes[msg["name"]] = msg.copy()
        ### END SOLUTION

    def get_trace(self, *args, **kwargs) -> dict[str, dict]:
        """Run fn and return what was noted."""
        ### BEGIN SOLUTION
        self(*args, **kwargs)
        return self.nodes
        ### END SOLUTION


def log_prob_sum(nodes: dict[str, dict]) -> torch.Tensor:
    """The log density of a run, shape []: the sum over its sample sites."""
    ### BEGIN SOLUTION
    sites = [node for node in nodes.values() if node["type"] == "sample"]
    return sum(site["fn"].log_prob(site["value"]).sum() for site in sites)
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "delay", "locked": true, "schema_version": 3, "solution": false, "task": false}
def delay(data):
    """A bus, usually mu minutes late; data [N] are some mornings.

    (In a plate, as soon as you have one: task 7.)
    """
    mu = sample("mu", dist.Normal(0.0, 10.0))
    sample("y", dist.Normal(mu, 1.0).expand([len(data)]), obs=data)
    return mu


# %% nbgrader={"grade": true, "grade_id": "trace_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A trace of the bus",
    also="nested traces, second runs, and messages that change afterwards",
):
    nodes = trace(delay).get_trace(torch.tensor([3.0, 5.0, 4.0]))
    expect.equal(list(nodes), ["mu", "y"], "the sites of the trace")
    expect.equal(
        [node["type"] for node in nodes.values()], ["sample", "sample"], "their types"
    )
    expect.equal(
        [node["is_observed"] for node in nodes.values()],
        [False, True],
        "whether they are observed",
    )
    expect.close(nodes["y"]["value"], torch.tensor([3.0, 5.0, 4.0]), "the value of y")
    clerk = trace(lambda: sample("x", dist.Normal(0.0, 1.0)))
    for run in ("first", "second"):
        nodes = expect.call(clerk.get_trace)
        expect.equal(list(nodes), ["x"], f"the sites of the {run} run of one trace")
    torch.manual_seed(3)
    plain = sample("x", dist.Normal(0.0, 1.0))
    torch.manual_seed(3)
    nodes = trace(Doubler(lambda: sample("x", dist.Normal(0.0, 1.0)))).get_trace()
    STACK.clear()  # in case that a handler has stayed there
    what = "the value of x in a trace, when a handler inside it doubles it afterwards"
    expect.close(nodes["x"]["value"], plain, what)


# %% nbgrader={"grade": true, "grade_id": "trace_unique", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def twice():
    sample("x", dist.Normal(0.0, 1.0))
    sample("x", dist.Normal(5.0, 1.0))


with expect.check(
    "A name that comes twice is an error", also="data sites that have the same name"
):
    error = expect.error(trace(twice).get_trace)
    STACK.clear()  # in case that a handler has stayed there
    expect.raised(
        error, "RuntimeError", "the trace of two sites named x", mentions=("x",)
    )

# %% nbgrader={"grade": true, "grade_id": "trace_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The log density of a run", also="other programs, with sites of several shapes"
):
    readings = torch.tensor([3.0, 5.0, 4.0])
    nodes = trace(delay).get_trace(readings)
    mu = nodes["mu"]["value"]
    wanted = (
        dist.Normal(0.0, 10.0).log_prob(mu)
        + dist.Normal(mu, 1.0).log_prob(readings).sum()
    )
    expect.close(log_prob_sum(nodes), wanted, "log_prob_sum of a trace of the bus")
    normal = dist.Normal(torch.zeros(2, 3), 1.0)
    nodes = trace(lambda: sample("table", normal)).get_trace()
    wanted = normal.log_prob(nodes["table"]["value"]).sum()
    what = "log_prob_sum of a trace with one site of shape [2, 3]"
    expect.close(log_prob_sum(nodes), wanted, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_param", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 4: `param` and the store · 5 points
#
# A parameter lives longer than a run: it stands in `STORE`, and an optimiser moves it. Adam knows nothing of
# constraints, so what is stored, and moved, is a *free* number; what the program gets is its image under a
# transformation. (In step 14 this was the "unconstrained" value.) `transform_to(constraint)` is that
# transformation, and `.inv` its inverse:

# %%
to_positive = transform_to(constraints.positive)
to_share = transform_to(constraints.unit_interval)
rows = []
for free in (torch.tensor(number) for number in (-2.0, 0.0, 2.0)):
    rows.append([f"{free:.1f}", f"{to_positive(free):.3f}", f"{to_share(free):.3f}"])
show.table("A free number and its images", ["free", "positive", "share"], rows)
back = to_positive.inv(torch.tensor(1.0)), to_share.inv(torch.tensor(0.5))
print("and back again:", *(free.item() for free in back))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_param_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `param(name, init_value=None, constraint=constraints.real)`
#
# - **The first time** it meets a name, it puts the parameter in the store: a leaf tensor with
#   `requires_grad=True`, the image of `init_value` under the inverse transformation; and beside it the
#   constraint.
# - **Every time**, the first included, it returns the constrained value of what is in the store: the
#   transformation of the free tensor, made anew, so that gradients flow back to it. Once the parameter is
#   there, `init_value` *and* `constraint` of the call are ignored, and both may be left out.
# - What it returns has an attribute `unconstrained`, a function without arguments that returns the free tensor
#   itself: `param("scale").unconstrained()`. It is the same tensor object at every call. This is how an
#   optimiser will find what it has to move. (A tensor takes new attributes like any Python object.)
# - If the name is unknown and there is no `init_value`, it raises a `KeyError` that names it.
# - It is a statement like `sample`: its message, of type `"param"` and never observed, **travels over the
#   stack**. Handlers see it; a handler that puts in a value has its way, and then the store is not even
#   asked. So the look-up above belongs into the message's `"fn"`.
#
# `clear_param_store()` forgets all parameters; it is there already.
#
# <details><summary>Hint 1: two functions in one</summary>
#
# Inside `param`, define a function without arguments that does the first two points and the fourth. It is the
# `"fn"` of the message. The rest is as in `sample`.
#
# </details>
#
# <details><summary>Hint 2: a leaf</summary>
#
# A leaf is not computed from anything that PyTorch watches. Detach the start value, transform it back, detach
# the result (a `clone()` keeps you from changing the caller's own tensor), and say `requires_grad_()`.
#
# </details>
#
# <details><summary>Hint 3: which constraint?</summary>
#
# The second call may come without a constraint. If you transform with the call's own, a positive parameter
# turns into its logarithm at the second call. Read both halves of the store's entry.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "param", "locked": false, "schema_version": 3, "solution": true, "task": false}
def clear_param_store() -> None:
    """Forget all parameters."""
    STORE.clear()


def param(
    name: str,
    init_value: torch.Tensor | None = None,
    constraint: constraints.Constraint = constraints.real,
) -> torch.Tensor:
    """A param statement: the constrained value of a parameter.

    It starts at `init_value`. `param(...).unconstrained()` is the free leaf tensor
    behind it. KeyError for an unknown name without start value.

    >>> param("scale", torch.tensor(2.0), constraint=constraints.positive)
    tensor(2., grad_fn=<ExpBackward0>)
    >>> param("scale").unconstrained()
    tensor(0.6931, requires_grad=True)
    """
    ### BEGIN SOLUTION

    def look_up():
        if name not in STORE:
            if init_value is None:
                raise KeyError(name)
            free = transform_to(constraint).inv(init_value.detach()).detach().clone()
            STORE[name] = free.requires_grad_(), constraint
        free, kept = STORE[name]
        value = transform_to(kept)(free)
        value.unconstrained = lambda: free
        return value

    msg = {
        "type": "param",
        "name": name,
        "fn": look_up,
        "value": None,
        "is_observed": False,
        "stop": False,
    }
    apply_stack(msg)
    return msg["value"]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "param_store", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
class Setter(Messenger):
    """Puts the value 7 into the message of every param, on the way out."""

    def process_message(self, msg):
        if msg["type"] == "param":
            msg["value"] = torch.tensor(7.0)


with expect.check(
    "A parameter stays in the store",
    also="gradients, handlers that see params, and unknown names",
):
    clear_param_store()
    expect.close(
        param("loc", torch.tensor(3.0)), 3.0, "the parameter at its first call"
    )
    expect.close(
        param("loc", torch.tensor(8.0)),
        3.0,
        "the parameter at its second call, with another start value",
    )
    free = param("loc").unconstrained()
    expect.that(
        free.requires_grad and free.is_leaf,
        "The tensor in the store is no leaf that requires a gradient.",
    )
    with torch.no_grad():
        free += 1.5
    expect.close(param("loc"), 4.5, "the parameter after its free tensor was moved")
    expect.raised(
        expect.error(param, ("nobody",)),
        "KeyError",
        'param("nobody")',
        mentions=("nobody",),
    )
    with Setter():
        given = param("new", torch.tensor(1.0))
    STACK.clear()  # in case that a handler has stayed there
    expect.close(given, 7.0, "a parameter whose value a handler has put in")
    message = "A handler put in the value of a parameter, and the store was asked too."
    expect.that("new" not in STORE, message)
    clear_param_store()

# %% nbgrader={"grade": true, "grade_id": "param_constraint", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A constraint holds whatever the optimiser does",
    also="other constraints, and shapes",
):
    clear_param_store()
    expect.close(
        param("scale", torch.tensor(2.0), constraints.positive),
        2.0,
        "the parameter at its first call",
    )
    free = param("scale").unconstrained()
    expect.close(
        free,
        math.log(2.0),
        "the free tensor behind a positive parameter that starts at 2",
    )
    with torch.no_grad():
        free -= 5.0
    expect.that(
        param("scale").item() > 0,
        "A positive parameter is negative after its free tensor was moved.",
    )
    share = param("share", torch.tensor(0.5), constraints.unit_interval)
    expect.close(share, 0.5, "a parameter in the unit interval that starts at 0.5")
    free = param("share").unconstrained()
    expect.close(free, 0.0, "the free tensor behind it")
    clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_condition", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: `condition` and `replay` · 4 points
#
# Now you see what the stack was for: the next two handlers need three lines each.
#
# `condition(fn, data)` has a dictionary from site names to values. A **sample** site whose name is in it gets
# that value and **becomes observed**, even if it was observed before. Other sites, and params, pass
# untouched; names in `data` that never come up do nothing. (Two conditions in each other that name the same
# site: which one has its way? Work it out from the way of the message.)
#
# `replay(fn, guide_trace)` has the dictionary that `get_trace` returned for some earlier run. A sample site whose
# name is in it gets **the value that it has there**, as it is, so that gradients pass through. It stays
# latent: `is_observed` does not change. Sites that are **observed already keep their data**; params pass
# untouched. The distribution in the message stays the one of the program that runs now.
#
# So the two differ in one flag. `condition` says "this is data". `replay` says "draw this, and I tell you
# what you will draw".
#
# <details><summary>Hint 1: which verb?</summary>
#
# Both have to put in the value before one is drawn.
#
# </details>
#
# <details><summary>Hint 2: conditions</summary>
#
# Each begins with an `if`. Its parts: what type is the message? Is its name in the dictionary? And for `replay`
# one question more.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "condition", "locked": false, "schema_version": 3, "solution": true, "task": false}
class condition(Messenger):
    """Sample sites named in `data` (name -> value) have that value, as data."""

    def __init__(self, fn, data: dict[str, torch.Tensor]):
        super().__init__(fn)
        self.data = data

    def process_message(self, msg: dict) -> None:
        """Put in the value, and mark the site as observed."""
        ### BEGIN SOLUTION
        if msg["type"] == "sample" and msg["name"] in self.data:
            msg["value"], msg["is_observed"] = self.data[msg["name"]], True
        ### END SOLUTION


class replay(Messenger):
    """Latent sample sites take their values from an earlier run.

    guide_trace: name -> message.
    """

    def __init__(self, fn, guide_trace: dict[str, dict]):
        super().__init__(fn)
        self.guide_trace = guide_trace

    def process_message(self, msg: dict) -> None:
        """Put in the value of the earlier run."""
        ### BEGIN SOLUTION
        if (
            msg["type"] == "sample"
            and not msg["is_observed"]
            and msg["name"] in self.guide_trace
        ):
            msg["value"] = self.guide_trace[msg["name"]]["value"]
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "condition_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "condition turns a latent site into data",
    also="params, several conditions, and densities",
):
    data = torch.tensor([3.0, 5.0, 4.0])
    nodes = trace(condition(delay, {"mu": torch.tensor(2.5)})).get_trace(data)
    expect.close(nodes["mu"]["value"], 2.5, "the value of mu")
    expect.equal(nodes["mu"]["is_observed"], True, "whether mu is observed")
    expect.close(nodes["y"]["fn"].mean, [2.5, 2.5, 2.5], "the mean of y's distribution")
    clear_param_store()
    param("loc", torch.tensor(3.0))
    held = condition(lambda: param("loc"), {"loc": torch.tensor(9.0)})()
    expect.close(held, 3.0, "a parameter whose name stands in the data of condition")
    clear_param_store()

# %% nbgrader={"grade": true, "grade_id": "replay_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "replay repeats a run", also="sites that are observed, params, and gradients"
):
    first = trace(delay).get_trace(torch.tensor([3.0, 5.0, 4.0]))
    again = trace(replay(delay, first)).get_trace(torch.tensor([1.0, 1.0]))
    expect.close(again["mu"]["value"], first["mu"]["value"], "the replayed value of mu")
    expect.equal(
        again["mu"]["is_observed"], False, "whether the replayed mu is observed"
    )
    expect.close(again["y"]["value"], [1.0, 1.0], "the value of y, which has data")
    clear_param_store()
    free = param("scale", torch.tensor(2.0), constraints.positive).unconstrained()
    first = trace(lambda: param("scale")).get_trace()
    with torch.no_grad():
        free += 1.5
    replayed = replay(lambda: param("scale"), first)()
    what = "a parameter in a replayed run, held against the same one outside of it"
    expect.close(replayed, param("scale").detach(), what)
    clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_block", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 6: `block` and `seed` · 4 points
#
# Programs will soon run inside programs: SVI runs a guide and a model, each in a trace of its own, and wants to
# know of their *params* but not of their draws. Somebody has to keep secrets. And a run that can be repeated
# exactly is worth a lot.
#
# `block(fn=None, hide_fn=...)` hides sites from all handlers **outside** it. `hide_fn(msg)` is asked about each
# message; if it says true, the message goes no farther. By default everything is hidden. Handlers *inside*
# the block see everything, as ever.
#
# `seed(fn=None, rng_seed=0)` runs `fn` as if `torch.manual_seed(rng_seed)` stood before it, **and nobody
# outside notices**: when it ends, PyTorch's generator is put back into the state in which it was found; also
# after an exception. Each call begins with the same seed again. (The real one cares for NumPy's and Python's
# generators as well. Ours has no draws from them.)
#
# <details><summary>Hint 1: block needs no new idea</summary>
#
# There is one key in the message that you have not used in a handler yet.
#
# </details>
#
# <details><summary>Hint 2: two moments</summary>
#
# The seed is set when a run begins, and the old state comes back when it ends. Which two methods are called at
# these moments? `torch.get_rng_state()` and `torch.set_rng_state(...)` do the rest. Both methods have a part in
# `Messenger` that has to happen too.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "block", "locked": false, "schema_version": 3, "solution": true, "task": false}
class block(Messenger):
    """Hides from outer handlers the sites of which `hide_fn(msg)` is true.

    Those are all, unless told otherwise.
    """

    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg: dict) -> None:
        """Stop the message if it is to be hidden."""
        ### BEGIN SOLUTION
        if self.hide_fn(msg):
            msg["stop"] = True
        ### END SOLUTION


class seed(Messenger):
    """Runs `fn` from a fixed random state, and puts the old state back afterwards."""

    def __init__(self, fn=None, rng_seed: int = 0):
        super().__init__(fn)
        self.rng_seed = rng_seed

    def __enter__(self):
        """Remember the random state, set the seed, step on the stack."""
        ### BEGIN SOLUTION
        self.old_state = torch.get_rng_state()
        torch.manual_seed(self.rng_seed)
        return super().__enter__()
        ### END SOLUTION

    def __exit__(self, *exception):
        """Put the random state back, step off the stack."""
        ### BEGIN SOLUTION
        torch.set_rng_state(self.old_state)
        super().__exit__(*exception)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "block_hides", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "block hides what it is told to hide", also="handlers inside it, and params"
):
    data = torch.tensor([3.0, 5.0, 4.0])
    expect.equal(
        list(trace(block(delay)).get_trace(data)),
        [],
        "what a trace around block(delay) sees",
    )
    seen = trace(block(delay, hide_fn=lambda msg: msg["name"] == "mu")).get_trace(data)
    expect.equal(list(seen), ["y"], "what it sees when only mu is hidden")
    clear_param_store()
    nodes = trace(block(lambda: param("loc", torch.tensor(3.0)))).get_trace()
    expect.equal(list(nodes), [], "what it sees of a program with a param")
    clear_param_store()

# %% nbgrader={"grade": true, "grade_id": "seed_state", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "seed repeats a run and leaves no trace of itself",
    also="other runs, and seeds inside one another",
):
    data = torch.tensor([3.0, 5.0, 4.0])
    torch.manual_seed(5)
    wanted = [torch.randn(()).item(), torch.randn(()).item()]
    torch.manual_seed(5)
    outside = [torch.randn(()).item()]
    runs = [seed(delay, 11)(data).item(), seed(delay, 11)(data).item()]
    outside.append(torch.randn(()).item())
    expect.close(runs[1], runs[0], "mu in the second of two runs with one seed")
    expect.close(outside, wanted, "the draws before and after them, outside,")
    again = seed(delay, 11)
    for run in ("first", "second"):
        torch.randn(())
        state = torch.get_rng_state()
        expect.close(again(data), runs[0], f"mu in the {run} run of one seed object")
        same = torch.equal(torch.get_rng_state(), state)
        message = f"The {run} run of a seed object did not put the random state back."
        expect.that(same, message)
    left = len(STACK)
    STACK.clear()
    expect.equal(left, 0, "the number of handlers on the stack after these runs")
    state = torch.get_rng_state()
    with contextlib.suppress(ArithmeticError):
        seed(fails, 11)()
    STACK.clear()
    message = "A seed whose run raised an error did not put the random state back."
    expect.that(torch.equal(torch.get_rng_state(), state), message)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 7: `plate` · 6 points
#
# A plate says: what stands in here happens `size` times, independently. In a tensor this is a **batch
# dimension**, counted from the right: `dim=-1` is the last. So a plate changes one thing in the message of a
# sample site: it **expands the distribution** to its size along its dim. PyTorch's distributions have
# `.expand(batch_shape)` for this:

# %%
for fn in (dist.Normal(0.0, 1.0), dist.Normal(torch.zeros(3), 1.0)):
    wide = fn.expand([4, 3])
    print("batch shape", list(fn.batch_shape), "->", list(wide.batch_shape), end=", ")
    print("a draw has the shape", list(draw(wide).shape))
vector = dist.Normal(torch.zeros(2), 1.0)
vector = dist.Independent(vector, 1)  # PyTorch's way to say .to_event(1)
wide = vector.expand([4])
print("an event stays:", list(vector.event_shape), "->", list(wide.event_shape))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plate_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `plate(name, size, dim=None)` is used as a context, `with plate("N", 5):`. Inside it, at every **sample** site:
#
# - The distribution is expanded along the plate's dim. Other batch dims stay as they are. Where the batch shape
#   is too short to have that dim, it is first filled up **with ones, on the left**.
# - **Observed sites too.** The data stay as they are; the distribution is expanded.
# - If the distribution already has `size` entries there, it stays. If it has one, it is expanded. If it has
#   any other number, that is a `ValueError` whose text has the names of the plate and of the site in it.
# - Params pass untouched.
#
# Which dim?
#
# - With `dim=None`, the plate takes **the rightmost dim that no plate around it has**. So the outermost plate
#   takes -1, the next one in takes -2; if the outer one was given `dim=-2`, the inner one takes -1. After a
#   plate has ended, its dim is free again.
# - With a negative `dim`, it takes that one. If a plate around it has it already, entering is a `ValueError`
#   whose text has the plate's name in it; and afterwards the stack is as it was before.
#
# A plate may be kept in a variable and entered again when it has ended. (Pyro's own, made without a dim, then keeps the
# dim that it took the first time. Yours may choose anew, or keep it: the graders enter such a plate again only where
# both come to the same.)
#
# There is a second use: `for i in plate("N", 3):` runs over the Python ints 0, 1, 2, and expands nothing. It is a
# **sequential** plate, for bodies with a site name of their own in each round.
#
# (Pyro also records the plate itself as a site of the trace. Yours need not.)
#
# <details><summary>Hint 1: three steps</summary>
#
# Take the batch shape as a list. Make it long enough. Set one entry. Expand. And an index of -2 means in a
# Python list just what it means here.
#
# </details>
#
# <details><summary>Hint 2: filling up</summary>
#
# With dim -2 and the batch shape [3], one entry is missing; with an empty shape, two are. `[1] * k` is an empty
# list when k is negative.
#
# </details>
#
# <details><summary>Hint 3: which dims are taken?</summary>
#
# The plates around you are all on `STACK`, among other handlers. `isinstance` picks them out. Look before you
# step on the stack yourself, so that an error leaves nothing behind. If a plate stands in a variable and is used
# twice, in different places, must its automatic dim be the same both times? It is simplest to choose anew each
# time.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "plate", "locked": false, "schema_version": 3, "solution": true, "task": false}
class plate(Messenger):
    """`with plate(name, size, dim):` expands the distributions inside.

    `for i in plate(name, size):` counts.
    """

    def __init__(self, name: str, size: int, dim: int | None = None):
        super().__init__()
        self.name, self.size, self.wanted_dim = name, size, dim

    def __enter__(self):
        """Choose the dim, `self.dim`, and step on the stack.

        ValueError if a plate around this one has the dim.
        """
        ### BEGIN SOLUTION
        taken = [handler.dim for handler in STACK if isinstance(handler, plate)]
        self.dim = self.wanted_dim
        if self.dim is None:
            self.dim = next(
                dim for dim in range(-1, -len(STACK) - 2, -1) if dim not in taken
            )
        if self.dim in taken:
            raise ValueError(
                f"The plate '{self.name}' asks for dim {self.dim}, "
                "which a plate around it has."
            )
        return super().__enter__()
        ### END SOLUTION

    def process_message(self, msg: dict) -> None:
        """Expand the distribution of a sample site.

        ValueError if it has another size along the plate's dim.
        """
        ### BEGIN SOLUTION
        if msg["type"] != "sample":
            return
        shape = list(msg["fn"].batch_shape)
        shape = [1] * (-self.dim - len(shape)) + shape
        if shape[self.dim] not in (1, self.size):
            raise ValueError(
                f"Plate '{self.name}', site '{msg['name']}': "
                f"{shape[self.dim]} is not {self.size}."
            )
        shape[self.dim] = self.size
        msg["fn"] = msg["fn"].expand(shape)
        ### END SOLUTION

    def __iter__(self):
        """0, 1, ... size - 1."""
        ### BEGIN SOLUTION
        return iter(range(self.size))
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "plate_expands", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def mornings(n):
    with plate("N", n):
        return sample("y", dist.Normal(0.0, 1.0))


def mornings_with_data(data):
    with plate("N", len(data)):
        sample("y", dist.Normal(0.0, 1.0), obs=data)


with expect.check(
    "A plate makes several independent draws",
    also="data, params, events, and sequential plates",
):
    drawn = expect.call(mornings, (4,))
    expect.shape(drawn, (4,), "y in a plate of size 4")
    expect.differ(drawn[0], drawn[1], "the first value of y and the second")
    expect.equal(
        list(plate("N", 3)), [0, 1, 2], 'what `for i in plate("N", 3)` runs over'
    )
    nodes = trace(mornings_with_data).get_trace(torch.tensor([3.0, 5.0, 4.0]))
    batch = list(nodes["y"]["fn"].batch_shape)
    what = "the batch shape of y, which has data, in a plate of size 3"
    expect.equal(batch, [3], what)


# %% nbgrader={"grade": true, "grade_id": "plate_nested", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def table(width):
    with plate("rows", 4, dim=-2):
        return sample("y", dist.Normal(torch.zeros(width), 1.0))


def plates_in_plates():
    with plate("outer", 3), plate("inner", 2):
        return sample("y", dist.Normal(0.0, 1.0))


def outer_plate_farther_left():
    with plate("outer", 3, dim=-2), plate("inner", 2):
        return sample("y", dist.Normal(0.0, 1.0))


with expect.check(
    "Dims are counted from the right",
    also="dims that are given, used twice, or free again",
):
    expect.shape(
        expect.call(table, (3,)),
        (4, 3),
        "y, of width 3, in a plate of size 4 with dim -2",
    )
    expect.shape(
        expect.call(plates_in_plates),
        (2, 3),
        "y in an inner plate of size 2 and an outer one of size 3",
    )
    expect.shape(
        expect.call(outer_plate_farther_left),
        (3, 2),
        "y in an inner plate of size 2 and an outer one of size 3 with dim -2",
    )


# %% nbgrader={"grade": true, "grade_id": "plate_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def misfit(width):
    with plate("N", 4):
        return sample("y", dist.Normal(torch.zeros(width), 1.0))


def collision():
    with plate("rows", 4, dim=-1), plate("columns", 2, dim=-1):
        sample("y", dist.Normal(0.0, 1.0))


with expect.check(
    "A size or a dim that does not fit is an error", also="other plates and sites"
):
    error = expect.error(misfit, (3,))
    STACK.clear()  # in case that a plate has stayed there
    expect.raised(
        error,
        "ValueError",
        "y, of width 3, in a plate N of size 4",
        mentions=("N", "y"),
    )
    error, left = expect.error(collision), len(STACK)
    STACK.clear()
    what = "a plate columns with dim -1 inside a plate with dim -1"
    expect.raised(error, "ValueError", what, mentions=("columns",))
    expect.equal(left, 0, "the number of handlers on the stack after that error")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_elbo", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 8: the ELBO · 4 points
#
# Everything is there. In step 13 the ELBO was
#
# $$\text{ELBO} = \mathbb{E}_{z\sim q}\bigl[\log p(z, y) - \log q(z)\bigr],$$
#
# estimated from one draw: let the guide draw z, ask the model how probable that z and the data are together,
# and subtract the guide's own log density. "The guide's draws, the model's densities": read it once more, and
# you find two of your handlers in it.
#
# `elbo_loss(model, guide, *args, **kwargs)`
#
# - runs the guide first, once, then the model, once; both with the same `*args` and `**kwargs`;
# - in the model, every latent that the guide has drawn gets the guide's value; a latent that the guide does not
#   have is drawn by the model itself;
# - returns the **loss**, that is *minus* the estimated ELBO, as a tensor with one element through which gradients
#   flow, also through the guide's draws, to the params of both programs.
#
# (All guides here draw from reparameterised distributions. For others, such as Bernoulli, this simple gradient
# is wrong: there Pyro adds a further term.)
#
# <details><summary>Hint 1: two traces</summary>
#
# One trace of the guide. One trace of the model, which is wrapped in something that knows the first trace.
#
# </details>
#
# <details><summary>Hint 2: signs</summary>
#
# You have a function that gives the log density of a trace. Loss = minus (model minus guide).
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "elbo", "locked": false, "schema_version": 3, "solution": true, "task": false}
def elbo_loss(model, guide, *args, **kwargs) -> torch.Tensor:
    """Minus a one-draw estimate of the ELBO, shape [], to be minimised.

    Runs the guide, then the model.
    """
    ### BEGIN SOLUTION
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return log_prob_sum(guide_trace) - log_prob_sum(model_trace)
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "delay_guide", "locked": true, "schema_version": 3, "solution": false, "task": false}
def delay_guide(data):
    """A normal guide for the bus."""
    loc = param("loc", torch.tensor(0.0))
    scale = param("scale", torch.tensor(1.0), constraint=constraints.positive)
    sample("mu", dist.Normal(loc, scale))


# %% nbgrader={"grade": true, "grade_id": "elbo_estimate", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def slope_of_loc(data):
    """The gradient of one loss by the guide's loc, at the draw of seed 2."""
    clear_param_store()
    torch.manual_seed(2)
    elbo_loss(delay, delay_guide, data).backward()
    return param("loc").unconstrained().grad


def delay_by_route(data):
    """The bus again, with a latent that the guide does not have."""
    route = sample("route", dist.Normal(0.0, 2.0))
    mu = sample("mu", dist.Normal(route, 1.0))
    sample("y", dist.Normal(mu, 1.0).expand([len(data)]), obs=data)


with expect.check(
    "The loss of the bus, at the draw that the guide makes",
    also="more gradients, and larger programs",
):
    clear_param_store()
    readings = torch.tensor([3.0, 5.0, 4.0])
    torch.manual_seed(2)
    mu = dist.Normal(0.0, 1.0).rsample()
    log_p = (
        dist.Normal(0.0, 10.0).log_prob(mu)
        + dist.Normal(mu, 1.0).log_prob(readings).sum()
    )
    torch.manual_seed(2)
    expect.close(
        elbo_loss(delay, delay_guide, readings),
        dist.Normal(0.0, 1.0).log_prob(mu) - log_p,
        "the loss of one draw",
    )
    slope = mu / 10.0**2 - (readings - mu).sum()  # mu moves along with loc
    got = expect.call(slope_of_loc, (readings,))
    expect.close(got, slope, "the gradient of that loss by the guide's loc")
    torch.manual_seed(2)
    mu, route = dist.Normal(0.0, 1.0).rsample(), dist.Normal(0.0, 2.0).rsample()
    log_p = dist.Normal(0.0, 2.0).log_prob(route)
    log_p += dist.Normal(route, 1.0).log_prob(mu)
    log_p += dist.Normal(mu, 1.0).log_prob(readings).sum()
    torch.manual_seed(2)
    clear_param_store()
    got = elbo_loss(delay_by_route, delay_guide, readings)
    what = "the loss of one draw, with a latent that only the model has"
    expect.close(got, dist.Normal(0.0, 1.0).log_prob(mu) - log_p, what)
    clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_svi", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 9: `Adam` and `SVI` · 5 points
#
# The last brick. `torch.optim.Adam` does the arithmetic of the step, but it wants to know all its tensors
# beforehand, and in Pyro a parameter can appear at any time, in the middle of the training.
#
# `Adam(optim_args)` takes a dictionary such as `{"lr": 0.05, "betas": (0.9, 0.99)}`. The object, called with a list
# of free tensors that have their gradients, makes one Adam step with each of them. Each tensor has **its own**
# `torch.optim.Adam([tensor], **optim_args)`, made when the tensor is met for the first time and **kept**:
# Adam remembers past gradients, and one that is made anew every time remembers nothing.
#
# `SVI(model, guide, optim)` keeps the three. `step(*args, **kwargs)`
#
# 1. computes `elbo_loss`, once, for the model and the guide with these arguments;
# 2. computes the gradients;
# 3. hands to `optim` the free tensors of exactly **those parameters that this run has met**, be it in the model
#    or in the guide, each once; not those that are in the store for other reasons;
# 4. clears their gradients, so that the next step begins with none;
# 5. returns the loss as a Python float.
#
# How do you find out which parameters the run met? A trace around the whole computation would see them. But it
# would see the sample sites too, those of the guide *and* those of the model, under the same names, and you
# know what a trace thinks of that. Something has to stand between.
#
# <details><summary>Hint 1: a dictionary of optimisers</summary>
#
# Tensors can be keys of a dictionary: they are told apart by identity. "Is there one for this tensor? If not,
# make one. Then step."
#
# </details>
#
# <details><summary>Hint 2: who stands between?</summary>
#
# `block` with a `hide_fn` that hides everything but params. It wraps `elbo_loss`, which is a function like any
# other, and the trace wraps the block.
#
# </details>
#
# <details><summary>Hint 3: two things from one run</summary>
#
# `get_trace` gives you the sites, but you need the loss as well. Call the trace object like a function: that
# gives the loss, and its `nodes` have the sites. Each value there has a method that gives the free tensor.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "svi", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Adam:
    """One torch.optim.Adam for each tensor, made when it is first met, and kept."""

    def __init__(self, optim_args: dict):
        self.optim_args = optim_args
        self.optimisers = {}  # free tensor -> its torch.optim.Adam

    def __call__(self, params: list[torch.Tensor]) -> None:
        """One Adam step with each of the free tensors; their gradients are there."""
        ### BEGIN SOLUTION
        for tensor in params:
            if tensor not in self.optimisers:
                self.optimisers[tensor] = torch.optim.Adam([tensor], **self.optim_args)
            self.optimisers[tensor].step()
        ### END SOLUTION


class SVI:
    """Stochastic variational inference.

    Every `step` moves the parameters once, down the loss.
    """

    def __init__(self, model, guide, optim):
        self.model, self.guide, self.optim = model, guide, optim

    def step(self, *args, **kwargs) -> float:
        """One step with these arguments of model and guide.

        Returns the loss before the parameters moved.
        """
        ### BEGIN SOLUTION
        record = trace(block(elbo_loss, hide_fn=lambda msg: msg["type"] != "param"))
        loss = record(self.model, self.guide, *args, **kwargs)
        loss.backward()
        params = [node["value"].unconstrained() for node in record.nodes.values()]
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return loss.item()
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "svi_steps", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def after_gradients(optimiser, gradients):
    """Where a free number that starts at 0 is after steps with these gradients."""
    tensor = torch.zeros((), requires_grad=True)
    for gradient in gradients:
        tensor.grad = torch.tensor(gradient)
        optimiser([tensor])
    return tensor.detach()


with expect.check(
    "SVI moves the guide, a step of Adam at a time",
    also="many steps, number for number",
):
    up = expect.call(after_gradients, (Adam({"lr": 0.1, "maximize": True}), [1.0]))
    what = "a free number after a step of Adam with maximize=True and the gradient 1"
    expect.close(up, 0.1, what, atol=1e-3)
    one = expect.call(after_gradients, (Adam({"lr": 0.1}), [1.0]))
    two = expect.call(after_gradients, (Adam({"lr": 0.1}), [1.0, 0.0]))
    message = "After a step with a gradient, a step without one does not move at all."
    look = "Adam remembers past gradients. Where is its memory kept from step to step?"
    expect.that(bool(two < one - 0.01), message, look=look)
    clear_param_store()
    svi = SVI(delay, delay_guide, Adam({"lr": 0.1}))
    torch.manual_seed(4)
    wanted = elbo_loss(delay, delay_guide, torch.tensor([3.0, 5.0, 4.0])).item()
    torch.manual_seed(4)
    loss = svi.step(torch.tensor([3.0, 5.0, 4.0]))
    expect.number(loss, "the loss of the first step")
    expect.close(loss, wanted, "the loss of the first step, next to elbo_loss")
    expect.close(
        param("loc"),
        0.1,
        "loc after one step of Adam with lr 0.1, which has the size of lr",
        atol=1e-3,
    )
    expect.that(
        abs(param("scale").unconstrained().item()) > 0.09,
        "The scale did not move in the first step.",
    )
    gradient = param("loc").unconstrained().grad
    cleared = gradient is None or not gradient.any()
    expect.that(cleared, "After a step, the gradient of loc is still there.")
    clear_param_store()


# %% nbgrader={"grade": true, "grade_id": "svi_params", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def delay_with_noise(data):
    """The bus, with a noise that is a parameter as soon as there are three mornings."""
    mu = sample("mu", dist.Normal(0.0, 10.0))
    noise = torch.tensor(1.0)
    if len(data) > 2:
        noise = param("noise", noise, constraint=constraints.positive)
    sample("y", dist.Normal(mu, noise).expand([len(data)]), obs=data)


with expect.check(
    "The parameters that a run meets are trained, and no others",
    also="more parameters that come late, or not in every step",
):
    clear_param_store()
    other = param("other", torch.tensor(1.0)).unconstrained()
    other.grad = torch.tensor(1.0)  # left there by another training
    svi = SVI(delay_with_noise, delay_guide, Adam({"lr": 0.1}))
    svi.step(torch.tensor([3.0, 5.0, 4.0]))
    expect.that(
        abs(param("noise").item() - 1.0) > 0.05, "The model's parameter did not move."
    )
    message = "A parameter that stands in the store, and that the run never met, moved."
    expect.that(bool(other == 1.0), message)
    clear_param_store()
    svi = SVI(delay_with_noise, delay_guide, Adam({"lr": 0.1}))
    svi.step(torch.tensor([3.0, 5.0]))
    svi.step(torch.tensor([3.0, 5.0, 4.0]))
    message = "A parameter that came up in the second step only did not move there."
    expect.that(abs(param("noise").item() - 1.0) > 0.05, message)
    clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "drive", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Drive it
#
# Here is a whole analysis, written for the language that you have just built: a bus that is usually mu minutes
# late, a week of mornings, a guide, a training. The exact posterior is known, so you can see how well it went.

# %%
week = torch.tensor([4.9, 3.1, 4.4, 5.6, 2.8, 4.2, 3.7])


def bus(data):
    mu = sample("mu", dist.Normal(0.0, 10.0))
    with plate("N", len(data)):
        sample("y", dist.Normal(mu, 1.0), obs=data)


# %%
names = "Messenger", "apply_stack", "sample", "trace", "log_prob_sum", "param", "plate"
with expect.when_written(*names, "replay", "block", "elbo_loss", "Adam", "SVI"):
    clear_param_store()
    torch.manual_seed(0)
    svi = SVI(bus, delay_guide, Adam({"lr": 0.03, "betas": (0.95, 0.999)}))
    losses = [svi.step(week) for _ in range(600)]

    precision = 1 / 10.0**2 + len(week)
    exact = dist.Normal(week.sum() / precision, precision**-0.5)
    fitted = dist.Normal(param("loc").detach(), param("scale").detach())
    print(f"guide  mean {fitted.mean:.3f}  sd {fitted.stddev:.3f}")
    print(f"exact  mean {exact.mean:.3f}  sd {exact.stddev:.3f}")

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
    left.plot(losses, color=BLUE)
    left.set(title="The loss", xlabel="step", ylabel="negative ELBO", yscale="log")
    grid = torch.linspace(2.4, 5.6, 200)
    density = exact.log_prob(grid).exp()
    wide = {"color": "lightgrey", "linewidth": 6, "label": "exact posterior"}
    right.plot(grid, density, **wide)
    density = fitted.log_prob(grid).exp()
    right.plot(grid, density, color=BLUE, label="your guide")
    right.set(title="After 600 steps", xlabel="mu [minutes]", ylabel="density")
    right.legend()
    figure.tight_layout()
    show.figure(
        figure,
        "Left: the loss over 600 steps, on a logarithmic axis; it falls, and comes to "
        "rest. Right: the density of your guide, on the exact posterior.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# To see with your own eyes that it is Pyro, open a *new* notebook (not this one: it must stay without pyro), and
# run the two cells above with the real thing in place of yours (without the line `with expect.when_written` and the
# picture):
#
# ```python
# import matplotlib.pyplot as plt
# import pyro
# import pyro.distributions as dist
# import torch
# from pyro import clear_param_store, param, plate, sample
# from pyro.infer import SVI, Trace_ELBO
# from pyro.optim import Adam
# from torch.distributions import constraints
# ```
#
# Copy `delay_guide` too, and write `SVI(bus, delay_guide, Adam(...), Trace_ELBO())`. The two printed lines will be
# the same.
#
# ## What you can do now
#
# - Say what `sample` really does: it sends a message past a stack of handlers, out and back, and returns
#   what comes of it. Models stay plain Python; their meaning is decided around them.
# - Write a handler of your own. Most of Pyro's are as short as yours: `do`, `scale`, `mask`, `lift` and
#   `uncondition` all change a few entries of a message.
# - Read an ELBO as two traces and a `replay`, and SVI as a trace, a `block`, `backward` and an optimiser.
# - Open Pyro's own source, the folder `poutine`, and recognise every room in it.
#
# What the real one has beyond yours: subsampling in plates and the scale that belongs to it, gradients for draws
# that cannot be reparameterised, enumeration of discrete latents, automatic guides, MCMC, and many years of good
# error messages. All of it travels over the same stack.

# %%
expect.overview()  # how far are you? run this cell whenever you like
