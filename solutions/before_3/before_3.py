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
# # Before 3 · Programs that evaluate themselves
#
# | | |
# |---|---|
# | **Goal** | Turn a function with coins in it into a program that can be run, scored, and conditioned exactly |
# | **Minutes** | 45 |
# | **Prerequisites** | before_2 |
#
# In the last lesson a distribution was a table, or a curve on a grid. Both get out of hand quickly: thirty coins have a
# table of a thousand million entries. But a function that *tosses* thirty coins has five lines. So why not take the
# function itself for the distribution?
#
# That is the idea behind probabilistic programming. But there is one obstacle. A function with coins in it can do one
# thing only: run. You cannot ask it how probable that run was, nor what else could have happened. In this lesson you take
# the obstacle away, with one small trick: **the program says what it draws, and somebody else decides what drawing means.**
#
# As in the lessons before, there is no `pyro` in this notebook, and there must be none: plain Python is all you need, and while
# your work is graded, pyro cannot be imported.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
GREY = "#717171"

# %% [markdown]
# ## 1. A function that keeps its secrets
#
# You have left a fish on the kitchen table, and perhaps the door open. Here is an evening as a Python function. It returns
# who was in the kitchen.

# %%
def secretive_evening() -> str:
    """Who was in the kitchen?"""
    door_is_open = random.random() < 0.4
    if not door_is_open:
        return "nobody"
    cat_comes = random.random() < 0.6
    return "the cat" if cat_comes else "nobody"


random.seed(3)
print([secretive_evening() for _ in range(6)])

# %% [markdown]
# Six evenings, and each time the function tells you how it ended. It does not tell you whether the door was open. It
# cannot tell you how probable this evening was. The coins fell, and nobody wrote them down.
#
# First step: give the coins a body. A **distribution** is an object that can do three things:
#
# - `draw()` gives a value at random;
# - `log_p(value)` gives the *logarithm* of the probability of a value. A value that cannot come has the probability 0, and
#   the logarithm of that is `-math.inf`;
# - `support()` gives the list of all values that there are.
#
# Here is a coin, with the values 1 and 0.

# %% nbgrader={"grade": false, "grade_id": "bernoulli", "locked": true, "schema_version": 3, "solution": false, "task": false}
class Bernoulli:
    """A coin: 1 with probability p, else 0."""

    def __init__(self, p: float):
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p is a probability, from 0 to 1, and not {p}.")
        self.p = p

    def draw(self) -> int:
        return 1 if random.random() < self.p else 0

    def log_p(self, value: int) -> float:
        p = {1: self.p, 0: 1.0 - self.p}.get(value, 0.0)
        return math.log(p) if p > 0.0 else -math.inf

    def support(self) -> list[int]:
        return [0, 1]

# %%
coin = Bernoulli(0.4)
random.seed(0)
print("ten draws:", [coin.draw() for _ in range(10)])
rows = [[value, coin.log_p(value), math.exp(coin.log_p(value))] for value in (1, 0, 2)]
show.table("The log probabilities of a coin", ["value", "log_p", "probability"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_categorical", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: more than two sides · 4 points
#
# Write the class `Categorical`. `Categorical(probs)` has the values 0, 1, 2, …, and the probability of the value `k` is
# `probs[k]`.
#
# - `probs` is a list of floats, of any length from 1 up. A `ValueError` whose text has the word `probs` in it is raised when
#   the object is made and the list is no distribution: when it is empty, when a number in it is negative, or when the sum
#   is farther from 1 than `1e-6`. A probability of 0 is allowed.
# - `draw()` returns a value, a plain Python `int`, each with its probability. Every call draws anew.
# - `log_p(value)` returns a plain Python float. It is `-math.inf` for a value whose probability is 0, and for every other
#   number that is no value of this distribution, such as -1.
# - `support()` returns the list of all values, in ascending order. Those with the probability 0 are in it too.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# The coin above has the same four methods. Which of its lines know that there are just two sides?
#
# </details>
#
# <details><summary>Hint 2: how do I draw?</summary>
#
# Python's `random.choices(values, weights)` returns a *list* with one drawn value in it.
#
# </details>
#
# <details><summary>Hint 3: what is wrong with -1?</summary>
#
# For a list of Python, `-1` is a good index: that of the last entry. For a distribution it is a value that cannot come. Ask
# first whether the value is in the support.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "categorical", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Categorical:
    """The values 0, 1, 2, … with the probabilities probs[0], probs[1], probs[2], …

    Example:
        >>> die = Categorical([0.25, 0.75])
        >>> die.log_p(0), die.log_p(-1), die.support()
        (-1.3862943611198906, -inf, [0, 1])
    """

    def __init__(self, probs: list[float]):
        """ValueError, with probs in its text, if the numbers are no distribution."""
        ### BEGIN SOLUTION
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is never negative, with the sum 1: not {probs}.")
        self.probs = list(probs)
        ### END SOLUTION

    def draw(self) -> int:
        """A value at random, as a plain int."""
        ### BEGIN SOLUTION
        [value] = random.choices(self.support(), self.probs)
        return value
        ### END SOLUTION

    def log_p(self, value: int) -> float:
        """The log probability of a value; -inf for what cannot come."""
        ### BEGIN SOLUTION
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])
        ### END SOLUTION

    def support(self) -> list[int]:
        """All values, in ascending order."""
        ### BEGIN SOLUTION
        return list(range(len(self.probs)))
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "categorical_draws", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def drawn(dist, n: int) -> list:
    """n draws."""
    return [dist.draw() for _ in range(n)]


with expect.check("Draws come in their proportions", also="other lists of probs"):
    probs = [0.1, 0.6, 0.3]
    draws = expect.call(drawn, (Categorical(probs), 4000))
    plain = all(type(value) is int for value in draws)
    expect.that(plain, "A draw is not a plain whole number, such as 2.")
    for value, p in enumerate(probs):
        share = draws.count(value) / len(draws)
        said = f"The share {share:.3f} of all draws is {value}; wanted: about {p}."
        expect.that(abs(share - p) < 0.04, said)

# %% nbgrader={"grade": true, "grade_id": "categorical_log_p", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Log probabilities, support, errors", also="other lists of probs"):
    probs = [0.1, 0.0, 0.6, 0.3]
    die = Categorical(probs)
    expect.equal(die.support(), [0, 1, 2, 3], "the support of four values")
    for value, p in {0: 0.1, 2: 0.6, 3: 0.3}.items():
        expect.close(die.log_p(value), math.log(p), f"log_p({value})")
    for value in (1, 4, -1):
        expect.equal(die.log_p(value), -math.inf, f"log_p({value})")
    for wrong in ([], [0.5, 0.6], [1.2, -0.2]):
        error = expect.error(Categorical, (wrong,))
        expect.raised(error, "ValueError", f"Categorical({wrong})", mentions=("probs",))

# %% [markdown]
# ## 2. A name for every coin
#
# Second step, and this is the trick. In the program, every draw becomes a **sample statement**, `sample(name, dist)`. The
# function `sample` draws nothing itself. It asks another function, the one that `meaning` holds at the moment. In ordinary
# times that function is `just_draw`.

# %% nbgrader={"grade": false, "grade_id": "sample", "locked": true, "schema_version": 3, "solution": false, "task": false}
def just_draw(name: str, dist: Any) -> Any:
    """What sample means in ordinary times: a draw, and nobody writes it down."""
    return dist.draw()


meaning: Callable[[str, Any], Any] = just_draw  # what sample means now


def sample(name: str, dist: Any) -> Any:
    """A value for the name, from wherever the present meaning takes it.

    dist: any object with the three methods draw, log_p and support.
    """
    return meaning(name, dist)

# %%
def evening() -> str:
    """Who was in the kitchen? And is the fish gone?"""
    door = sample("door", Bernoulli(0.4))  # 1: it is open
    if not door:
        sample("gone", Bernoulli(0.05))  # somebody of the family was hungry
        return "nobody"
    cat = sample("cat", Bernoulli(0.6))
    dog = sample("dog", Bernoulli(0.3 if cat else 0.5))  # the dog minds the cat
    sample("gone", Bernoulli(0.9 if dog else 0.7 if cat else 0.05))
    return ["nobody", "the cat", "the dog", "both"][cat + 2 * dog]


def two_coins() -> str:
    """The second coin depends on the first."""
    first = sample("first", Bernoulli(0.3))
    second = sample("second", Bernoulli(0.9 if first else 0.2))
    return "both" if first and second else "one" if first or second else "none"


random.seed(3)
print([evening() for _ in range(6)])

# %% [markdown]
# So far nothing has changed: a program that is simply called draws. Now give `sample` another meaning. A function that
# wants to do so needs the line `global meaning`, since it gives a new value to a name of the whole notebook.

# %%
def loudly(name: str, dist: Any) -> Any:
    """Draws, and says so."""
    value = dist.draw()
    p = math.exp(dist.log_p(value))
    print(f"  {name}: {value}, which had the probability {p:.2f}")
    return value


random.seed(7)
for _ in range(2):
    meaning = loudly
    print("an evening")
    print(" ", evening())
    meaning = just_draw  # and everything is as it was

# %% [markdown]
# The program is the same, to the letter. It has no idea that somebody is listening. Note too that the two evenings do not
# have the same statements: whether there is a coin for the cat depends on how the coin for the door fell. That is normal
# for programs, and for tables it would be a nightmare.
#
# Here is the plan for the rest of this lesson: one program, and three meanings.

# %%
boxes = {
    "draw and note": "run: what happened?",
    "look up and score": "log_joint: how probable is this?",
    "try every value": "all_runs: what could have happened?",
}
figure, axes = plt.subplots(figsize=(9, 3), layout="constrained")
look = {"boxstyle": "round,pad=0.6", "facecolor": "white", "edgecolor": GREY}
arrow = {"arrowstyle": "->", "color": GREY, "linewidth": 1.5}
middle = {"ha": "center", "va": "center"}
axes.text(0.12, 1, "the program:\nsample(name, dist)", bbox=look, **middle)
for height, (what, task) in enumerate(reversed(boxes.items())):
    axes.annotate("", (0.36, height), (0.23, 1), arrowprops=arrow)
    axes.text(0.46, height, what, bbox=look | {"edgecolor": BLUE}, **middle)
    axes.text(0.58, height, task, ha="left", va="center")
axes.set(xlim=(0, 1), ylim=(-0.6, 2.6))
axes.axis("off")
show.figure(
    figure,
    "A box, the program with its sample statements, and three arrows to three "
    "meanings: "
    + "; ".join(f"{what} ({task})" for what, task in boxes.items())
    + ".",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_run", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: draw and note · 5 points
#
# Write `run(program)`. It calls `program()`, which takes no arguments, once. While the program runs, `sample` **draws** a
# value from the distribution and **notes** it under the name.
#
# - It **returns a pair `(values, returned)`**: `values` is a dictionary from each name to the value that was drawn, in the
#   order of the statements, empty where there are none; `returned` is what the program returned.
# - Every call begins with an empty dictionary of its own, and draws anew.
# - A name that comes **twice** in a run is a `ValueError` whose text has the name in it.
# - An exception of the program itself goes through to the caller, as it is.
# - However it ends, **`meaning` is afterwards what it was before**. A program may itself call `run` with another program:
#   that is a run of its own, with names of its own, and after it the outer run goes on noting.
# - `sample` stays the function that it is, since programs hold on to it. What you exchange is `meaning`.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Write a function inside `run` that looks like `loudly`, and puts the value into a dictionary of `run`'s in place of
# printing it. It is the new meaning.
#
# </details>
#
# <details><summary>Hint 2: before and after</summary>
#
# Keep the old `meaning` in a variable, give `meaning` the new function, call the program, put the old one back. The old
# one is not always `just_draw`: think of a run inside a run.
#
# </details>
#
# <details><summary>Hint 3: what if the program breaks down?</summary>
#
# Then the lines behind the call are never reached. `try: … finally: …` is Python's way to say "and this in any case".
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "run", "locked": false, "schema_version": 3, "solution": true, "task": false}
def run(program: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    """One run of the program: the values drawn, by name, and what it returned.

    ValueError, with the name in its text, for a name that comes twice.

    Example:
        >>> run(lambda: sample("coin", Bernoulli(1.0)) + 5)
        ({'coin': 1}, 6)
    """
    ### BEGIN SOLUTION
    global meaning
    values = {}

    def draw_and_note(name, dist):
        if name in values:
            raise ValueError(f"The name '{name}' comes twice in this run.")
        values[name] = dist.draw()
        return values[name]

    before, meaning = meaning, draw_and_note
    try:
        returned = program()
    finally:
        meaning = before
    return values, returned
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "run_values", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("What happened in a run", also="other programs and distributions"):
    meaning = just_draw  # whatever an earlier try has left
    seen = []
    for seed in range(12):
        answer = expect.call(run, (evening,), seed=seed)
        expect.length(answer, 2, "the pair that run(evening) returned")
        values, who = answer
        expect.dictionary(values, "the values of run(evening)")
        names = ["door", "cat", "dog", "gone"] if "cat" in values else ["door", "gone"]
        expect.equal(list(values), names, "the names of run(evening), in their order,")
        cat, dog = values.get("cat", 0), values.get("dog", 0)
        told = ["nobody", "the cat", "the dog", "both"][cat + 2 * dog]
        expect.equal(who, told, f"what run(evening) returned beside {values}")
        seen.append(values)
    fresh = any(values != seen[0] for values in seen)
    expect.that(fresh, "Twelve runs of evening have all drawn the same values.")
    holds_on = lambda it=sample: it("coin", Bernoulli(1.0)) + 5  # noqa: E731
    answer = expect.call(run, (holds_on,))
    expect.equal(answer, [{"coin": 1}, 6], "run of a program that holds on to `sample`")

# %% nbgrader={"grade": true, "grade_id": "run_leaves", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def twice() -> None:
    """One name for two coins."""
    sample("coin", Bernoulli(0.5))
    sample("coin", Bernoulli(0.5))


def broken() -> None:
    """A program that breaks down."""
    sample("coin", Bernoulli(0.5))
    raise ZeroDivisionError("the oven went out")


def outer() -> list:
    """A run inside a run; the names on the way, and what sample means in between."""
    sample("coin", Bernoulli(0.5))
    inner, _ = run(lambda: sample("coin", Bernoulli(1.0)))
    sample("last", Bernoulli(0.5))
    return inner


with expect.check("A run leaves nothing behind", also="runs in runs in runs"):
    meaning = just_draw
    error = expect.error(run, (twice,))
    meaning = just_draw
    what = "run of a program that uses the name coin twice"
    expect.raised(error, "ValueError", what, mentions=("coin",))
    error = expect.error(run, (broken,))
    left, meaning = meaning, just_draw
    expect.raised(error, "ZeroDivisionError", "run of a program that breaks down")
    told = "After a run that broke down, `meaning` is not what it was before."
    expect.that(left is just_draw, told)
    answer = expect.call(run, (outer,))
    left, meaning = meaning, just_draw
    expect.length(answer, 2, "the pair that run(outer) returned")
    values, inner = answer
    expect.dictionary(values, "the values of run(outer)")
    expect.equal(list(values), ["coin", "last"], "the names of the outer run")
    expect.equal(inner, {"coin": 1}, "the values of the inner run")
    told = "After a run in a run, `meaning` is not what it was before."
    expect.that(left is just_draw, told)

# %% [markdown]
# ## 3. The other meaning: how probable is this?
#
# Now the second meaning. Nothing is drawn. Somebody hands us all the values, and `sample` **looks up** each one and asks
# its distribution how probable it is. The run has the *product* of these probabilities, so its logarithm is a *sum*.
#
# Remember the first lesson: every joint distribution can be factorised,
# $p(a, b, c) = p(a)\,p(b \mid a)\,p(c \mid a, b)$. Read a program from top to bottom, and you see just that. Each sample
# statement is one factor; what it is conditioned on are the values above it. **A program *is* a factorisation.** Here it is
# on paper, for one evening on which the cat had the fish:

# %%
factors = {"door = 1": 0.4, "cat = 1": 0.6, "dog = 0": 1 - 0.3, "gone = 1": 0.7}
for what, p in factors.items():
    print(f"{what}:  p = {p:.1f}   log p = {math.log(p):.4f}")
print(f"product {math.prod(factors.values()):.4f}")
total = sum(map(math.log, factors.values()))
print(f"sum of logs {total:.4f}, and exp of it {math.exp(total):.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_joint", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: look up and score · 5 points
#
# Write `log_joint(program, values)`. It calls `program()` once. While the program runs, `sample` gives the program the value
# that `values` has for the name, and draws nothing.
#
# - It **returns a plain Python float**: the sum of `dist.log_p(value)` over all sample statements that the run meets. It is
#   `0.0` for a program without any, and `-math.inf` when a value cannot come.
# - It is a sum of logarithms all the way: a program with thousands of statements has a finite log joint, although its
#   probability is too small for a float.
# - A name that the program asks for and `values` does not have is a `KeyError` whose text has the name in it. Names in
#   `values` that this run does not meet do not count.
# - As in `run`: a name that comes twice is a `ValueError` with the name in its text; exceptions go through; `meaning` is
#   afterwards what it was before; it may be called inside a run, and a run inside of it.
# - `values` stays as it is.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With a copy of `run`. Its inner function should take the value from somewhere else, and note something else.
#
# </details>
#
# <details><summary>Hint 2: how does the sum get out of the inner function?</summary>
#
# A dictionary from each name to its log probability is a good note. It also tells which names have come already. What you
# return is a sum over it.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "log_joint", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_joint(program: Callable[[], Any], values: dict[str, Any]) -> float:
    """The log probability that the program draws these values.

    KeyError for a name that is not in values, ValueError for one that comes twice, each
    with the name in its text.

    Example:
        >>> log_joint(two_coins, {"first": 1, "second": 0})  # log(0.3) + log(0.1)
        -3.506557897319982
    """
    ### BEGIN SOLUTION
    global meaning
    scores = {}

    def look_up_and_score(name, dist):
        if name in scores:
            raise ValueError(f"The name '{name}' comes twice in this run.")
        scores[name] = dist.log_p(values[name])
        return values[name]

    before, meaning = meaning, look_up_and_score
    try:
        program()
    finally:
        meaning = before
    return float(sum(scores.values()))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "joint_value", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def many_coins() -> None:
    """Three thousand coins."""
    for i in range(3000):
        sample(f"coin_{i}", Bernoulli(0.3))


with expect.check("The log probability of a run", also="other programs"):
    meaning = just_draw
    cat_had_it = {"door": 1, "cat": 1, "dog": 0, "gone": 1}
    cases = {0.4 * 0.6 * 0.7 * 0.7: cat_had_it, 0.6 * 0.05: {"door": 0, "gone": 1}}
    for p, values in cases.items():
        got = expect.call(log_joint, (evening, values))
        expect.number(got, f"what log_joint(evening, {values}) returned")
        expect.close(got, math.log(p), f"what log_joint(evening, {values}) returned")
    ones = {f"coin_{i}": 1 for i in range(3000)}
    got = expect.call(log_joint, (many_coins, ones))
    expect.close(got, 3000 * math.log(0.3), "the log joint of 3000 coins")
    expect.equal(expect.call(log_joint, (lambda: 7, {})), 0.0, "that of no coin at all")

# %% nbgrader={"grade": true, "grade_id": "joint_leaves", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
class Sealed(Bernoulli):
    """A coin that must not be tossed."""

    def draw(self) -> int:
        raise RuntimeError("log_joint has drawn a value, and it should look it up")


def sealed() -> list:
    """One coin to be looked up; then a run inside; then another one."""
    sample("first", Sealed(0.5))
    inner, _ = run(lambda: sample("first", Bernoulli(1.0)))
    sample("second", Sealed(0.25))
    return inner


def values_afterwards() -> dict:
    """The caller's own values, after they were scored."""
    values = {"first": 1, "second": 1}
    log_joint(two_coins, values)
    return values


with expect.check("Looking up leaves nothing behind", also="other errors"):
    meaning = just_draw
    values = {"first": 1, "second": 1, "third": 1}
    answer = expect.call(run, (outer,))  # what follows needs a run inside a run
    meaning = just_draw
    expect.length(answer, 2, "the pair that run(outer) returned")
    expect.dictionary(answer[0], "the values of run(outer)", ["coin", "last"])
    got = expect.call(log_joint, (sealed, values))
    left, meaning = meaning, just_draw
    told = "the log joint of two coins, with a third value and a run between,"
    expect.close(got, math.log(0.5 * 0.25), told)
    expect.that(left is just_draw, "After log_joint, `meaning` is not what it was.")
    kept = expect.call(values_afterwards)
    expect.equal(kept, {"first": 1, "second": 1}, "the values after log_joint")
    got = expect.call(log_joint, (two_coins, {"first": 2, "second": 1}))
    expect.equal(got, -math.inf, "the log joint when the first coin shows a 2")
    cases = ((two_coins, "KeyError", "second"), (twice, "ValueError", "coin"))
    for program, kind, name in cases:
        error = expect.error(log_joint, (program, {"first": 1, "coin": 1}))
        left, meaning = meaning, just_draw
        what = f"log_joint({program.__name__}, {{'first': 1, 'coin': 1}})"
        expect.raised(error, kind, what, mentions=(name,))
        told = "After log_joint raised an error, `meaning` is not what it was."
        expect.that(left is just_draw, told)

# %% [markdown]
# Do the two meanings agree? Run a program many times, count how often each run came, and hold the share against `exp` of its
# log joint.

# %%
with expect.when_written("run", "log_joint"):
    random.seed(1)
    counts = Counter(tuple(run(two_coins)[0].items()) for _ in range(5000))
    rows = []
    for pairs, count in sorted(counts.items()):
        p = math.exp(log_joint(two_coins, dict(pairs)))
        what = ", ".join(f"{name} = {value}" for name, value in pairs)
        rows.append([what, count / 5000, p])
    heads = ["the run", "share of 5000 runs", "exp(log_joint)"]
    show.table("Drawn and scored", heads, rows)

# %% [markdown]
# They agree, up to the luck of the draw. And the right column needs no luck at all. Nor does it need five thousand runs: one
# call for each line.
#
# ## 4. Everything that could have happened
#
# For small programs we can go further, and follow **all** runs. Begin anywhere, say with 0 for every coin. At each statement,
# remember that it could have been the other value, and come back later. The runs form a tree, and each leaf has a
# probability. Here is that of the two coins. When you have written Task 4, you will see that of the evening.

# %% nbgrader={"grade": false, "grade_id": "tree", "locked": true, "schema_version": 3, "solution": false, "task": false}
def picture(runs: list, title: str) -> None:
    """Draw runs, triples (values, returned, log_p), as a tree."""
    runs = sorted(runs, key=lambda one: list(one[0].values()))
    deepest = max(len(values) for values, _, _ in runs)
    figure, axes = plt.subplots(
        figsize=(9, 0.9 + 0.42 * len(runs)), layout="constrained"
    )

    def branch(members: list, depth: int, parent: tuple | None) -> None:
        heights = [len(runs) - 1 - runs.index(one) for one in members]
        place = (depth, sum(heights) / len(heights))
        if parent is not None:
            axes.plot(*zip(parent, place, strict=True), color=GREY, linewidth=1)
            name, value = list(members[0][0].items())[depth - 1]
            middle = [0.4 * a + 0.6 * b for a, b in zip(parent, place, strict=True)]
            look = {"ha": "center", "va": "center", "fontsize": 8}
            white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            axes.text(*middle, f"{name}={value}", bbox=white, **look)
        if len(members[0][0]) == depth:
            _, returned, log_p = members[0]
            text = f"  {returned}: {math.exp(log_p):.4f}"
            axes.text(*place, text, color=BLUE, va="center")
            return
        for value in dict.fromkeys(list(one[0].values())[depth] for one in members):
            below = [one for one in members if list(one[0].values())[depth] == value]
            branch(below, depth + 1, place)

    branch(runs, 0, None)
    axes.set(xlim=(-0.1, deepest + 0.8), ylim=(-0.6, len(runs) - 0.4))
    axes.set_title(title)
    axes.axis("off")
    said = [
        f"{', '.join(f'{name}={value}' for name, value in values.items())} gives "
        f"{returned} with probability {math.exp(log_p):.4f}"
        for values, returned, log_p in runs
    ]
    alt = f"{title}, as a tree with {len(runs)} leaves: {'; '.join(said)}."
    show.figure(figure, alt)


two_coins_by_hand = [
    ({"first": 0, "second": 0}, "none", math.log(0.7) + math.log(0.8)),
    ({"first": 0, "second": 1}, "one", math.log(0.7) + math.log(0.2)),
    ({"first": 1, "second": 0}, "one", math.log(0.3) + math.log(0.1)),
    ({"first": 1, "second": 1}, "both", math.log(0.3) + math.log(0.9)),
]
picture(two_coins_by_hand, "Two coins")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_all_runs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 4: try every value · 6 points
#
# Write `all_runs(program, given=None)`: all runs that the program can have.
#
# - It **returns a list of triples `(values, returned, log_p)`**, one for each run, in any order. `values` and `returned` are as
#   in `run`, and `log_p` is the log probability of the run, a plain float, summed as in Task 3.
# - Which statements there are, and with which distributions, may depend on the values above them. So call the program afresh
#   for each run.
# - **Runs with the probability 0 are left out.** Where the program itself would have to draw a value whose probability is 0,
#   it is not even followed: what it would do there may make no sense.
# - `given` is a dictionary from names to values. Where a statement has a name in `given`, it gets that value and no other, and
#   its log probability counts as any other's. (If that value cannot come, the run has the probability 0.) Names in `given`
#   that a run does not meet change nothing for it. `None` is the same as an empty dictionary.
# - As before: a name that comes twice in a run is a `ValueError` with the name in its text; exceptions go through; `meaning`
#   is afterwards what it was before; `given` stays as it is.
#
# All programs here have a finite number of runs. It is about fifteen lines, the hardest of this lesson. A loop over a
# list of things that are still to be done will do it:
#
# 1. A **script** is a dictionary with the values for the first few statements of a run. The list of scripts begins with an
#    empty one.
# 2. Take a script from the list, and run the program. As long as a statement's name is in the script, follow it. At each
#    statement beyond, there is a choice: go on with the first possible value, and for each of the others put a new script
#    into the list: all values so far, and then this one.
# 3. When the list is empty, everything has been tried.
#
# <details><summary>Hint 1: where do the values come from?</summary>
#
# At a statement there are three cases: the name is in `given`; it is in the script; it is in neither. Only the third one adds
# scripts to the list.
#
# </details>
#
# <details><summary>Hint 2: every run twice?</summary>
#
# A new script has to have *all* values of this run up to here, and then the other value. If it is shorter, an earlier choice
# is made once more.
#
# </details>
#
# <details><summary>Hint 3: which values are possible?</summary>
#
# Those of `dist.support()` whose `log_p` is larger than `-math.inf`.
#
# </details>
#
# <details><summary>Hint 4: nearly there</summary>
#
# The inner function is that of `log_joint` with a longer first part, which finds the value. It needs two notes, the values
# and the sum so far. Around it stands `while todo:`, and within that the four lines with `try` and `finally`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "all_runs", "locked": false, "schema_version": 3, "solution": true, "task": false}
def all_runs(
    program: Callable[[], Any], given: dict[str, Any] | None = None
) -> list[tuple[dict[str, Any], Any, float]]:
    """All runs of the program whose probability is not 0: (values, returned, log_p).

    given: names that get one value only. ValueError for a name that comes twice.

    Example:
        >>> all_runs(lambda: sample("coin", Bernoulli(0.25)) + 5, {"coin": 1})
        [({'coin': 1}, 6, -1.3862943611198906)]
    """
    ### BEGIN SOLUTION
    global meaning
    given = given or {}
    found, todo = [], [{}]
    while todo:
        script, values, scores = todo.pop(), {}, {}

        def try_every_value(name, dist, script=script, values=values, scores=scores):
            if name in values:
                raise ValueError(f"The name '{name}' comes twice in this run.")
            if name in given:
                value = given[name]
            elif name in script:
                value = script[name]
            else:
                possible = [v for v in dist.support() if dist.log_p(v) > -math.inf]
                value, *others = possible
                todo.extend({**values, name: other} for other in others)
            values[name], scores[name] = value, dist.log_p(value)
            return value

        before, meaning = meaning, try_every_value
        try:
            returned = program()
        finally:
            meaning = before
        log_p = float(sum(scores.values()))
        if log_p > -math.inf:
            found.append((values, returned, log_p))
    return found
    ### END SOLUTION

# %% nbgrader={"grade": false, "grade_id": "read_runs", "locked": true, "schema_version": 3, "solution": false, "task": false}
def told(values: dict) -> str:
    """The values of a run as a text."""
    return ", ".join(f"{name}={value}" for name, value in values.items())


def read(runs: list, what: str) -> dict:
    """A list of runs as a dictionary: the text of the values -> (returned, log_p)."""
    expect.that(isinstance(runs, list), f"What {what} returned is no list.")
    found = {}
    for one in runs:
        expect.length(one, 3, f"a run of {what}, a triple (values, returned, log_p),")
        values, returned, log_p = one
        expect.dictionary(values, f"the values of a run of {what}")
        expect.number(log_p, f"log_p of {told(values)} in {what}")
        run = told(values)
        expect.that(run not in found, f"The run {run} comes twice in {what}.")
        found[run] = returned, log_p
    return found

# %% nbgrader={"grade": true, "grade_id": "runs_all", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def impossible() -> str:
    """A program that makes no sense where the coin shows a 1."""
    if sample("coin", Bernoulli(0.0)):
        raise RuntimeError("a value that cannot come was tried")
    return "fine"


with expect.check("All runs of three programs", also="other programs"):
    meaning = just_draw
    found = read(expect.call(all_runs, (two_coins,)), "all_runs(two_coins)")
    names = {told(values) for values, _, _ in two_coins_by_hand}
    expect.equal(sorted(found), sorted(names), "the runs of two_coins")
    for values, returned, log_p in two_coins_by_hand:
        which = told(values)
        expect.equal(found[which][0], returned, f"what is returned in the run {which}")
        expect.close(found[which][1], log_p, f"log_p of the run {which}")
    found = read(expect.call(all_runs, (evening,)), "all_runs(evening)")
    expect.equal(len(found), 10, "the number of runs of evening")
    total = sum(math.exp(log_p) for _, log_p in found.values())
    expect.close(total, 1.0, "the sum of the probabilities of all runs of evening")
    found = read(expect.call(all_runs, (impossible,)), "all_runs(impossible)")
    expect.equal(list(found), ["coin=0"], "the runs of a coin that cannot show a 1")

# %% nbgrader={"grade": true, "grade_id": "runs_given", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def given_afterwards() -> dict:
    """The caller's own dictionary, after it was given."""
    given = {"second": 1}
    all_runs(two_coins, given)
    return given


with expect.check("Runs with something given", also="many names, and errors"):
    meaning = just_draw
    given = {"second": 1, "elsewhere": 5}
    found = read(expect.call(all_runs, (two_coins, given)), "all_runs with given")
    left, meaning = meaning, just_draw
    wanted = {"first=0, second=1": 0.7 * 0.2, "first=1, second=1": 0.3 * 0.9}
    expect.equal(sorted(found), sorted(wanted), f"the runs of two_coins given {given}")
    for values, p in wanted.items():
        expect.close(found[values][1], math.log(p), f"log_p of {values} given {given}")
    expect.that(left is just_draw, "After all_runs, `meaning` is not what it was.")
    kept = expect.call(given_afterwards)
    expect.equal(kept, {"second": 1}, "the dictionary given after all_runs")
    none = expect.call(all_runs, (two_coins, {"second": 2}))
    expect.equal(none, [], "the runs of two_coins when the second coin shows a 2")
    cases = ((twice, "ValueError", "coin"), (broken, "ZeroDivisionError", "oven"))
    for program, kind, word in cases:
        error = expect.error(all_runs, (program,))
        left, meaning = meaning, just_draw
        expect.raised(error, kind, f"all_runs({program.__name__})", mentions=(word,))
        said = "After all_runs raised an error, `meaning` is not what it was before."
        expect.that(left is just_draw, said)

# %%
with expect.when_written("all_runs"):
    picture(all_runs(evening), "The evening")

# %% [markdown]
# Ten leaves, and their probabilities have the sum 1. This is the joint distribution of the first lesson once more, but not as
# a table: the branches have different lengths, and different names on them.
#
# ## 5. Who had the fish?
#
# The fish *is* gone. What do you believe now? As in the last lesson: keep the runs that agree with the evidence, and let
# their probabilities have the sum 1 again. Nothing else is left to do, since you have all runs.
#
# What does it mean that a run **agrees** with the evidence? It met every name of the evidence, and drew the value that was
# seen there. If somebody tells you "the cat has stayed away" (`cat` is 0), then there was a coin for the cat at all, and the
# door was open. A run in which that coin was never tossed does not agree.

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_posterior", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: the posterior · 4 points
#
# Write `posterior(program, evidence)`: what the program returns, given what was seen.
#
# - `evidence` is a dictionary from names to the values that were seen. An empty one is allowed. It stays as it is.
# - It **returns a dictionary** from each thing that the program may return to its probability, a plain float, among the runs
#   that agree with the evidence. Several runs may return the same thing: their probabilities add up. What no such run
#   returns is not in the dictionary. The probabilities have the sum 1. (Programs here return what can be the key of a
#   dictionary.)
# - A run agrees if it **met every name** in `evidence` and has its value there.
# - If no run agrees, it raises a `ValueError` whose text has the word `evidence` in it.
# - It works for thousands of observations. Their probability is far too small for a float, and the runs that do *not* agree with
#   them are so many that nobody can try them all.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# `all_runs` can do most of it: hand it the evidence. What it does *not* do is to leave out runs that never met a name.
#
# </details>
#
# <details><summary>Hint 2: it is 0 divided by 0</summary>
#
# With thousands of observations `exp(log_p)` is 0 for every run. Only ratios matter, so take the largest `log_p` off all of
# them first, as you did on the grid of the last lesson.
#
# </details>
#
# <details><summary>Hint 3: several runs with one result</summary>
#
# Keep a dictionary of weights. A weight that comes to a key which is there already is added to it: `table.get(key, 0.0)`
# gives what is there, or nothing.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "posterior", "locked": false, "schema_version": 3, "solution": true, "task": false}
def posterior(program: Callable[[], Any], evidence: dict[str, Any]) -> dict[Any, float]:
    """What the program returns, given the evidence: each thing with its probability.

    ValueError, with evidence in its text, if no run agrees with the evidence.

    Example:
        >>> posterior(two_coins, {"first": 1})
        {'one': 0.1, 'both': 0.9}  (in any order, and up to rounding)
    """
    ### BEGIN SOLUTION
    runs = all_runs(program, evidence)
    agreeing = [run for run in runs if set(evidence) <= set(run[0])]
    if not agreeing:
        raise ValueError(f"No run agrees with the evidence {evidence}.")
    largest = max(log_p for _, _, log_p in agreeing)
    weights = {}
    for _, returned, log_p in agreeing:
        weights[returned] = weights.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(weights.values())
    return {returned: weight / total for returned, weight in weights.items()}
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "posterior_table", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
times_run = Counter()


def thief() -> str:
    """The cat or the dog comes 3000 times; the dog leaves crumbs more often."""
    times_run["thief"] += 1
    if times_run["thief"] > 20:
        raise RuntimeError("two runs of thief agree with the crumbs: why try others?")
    dog = sample("dog", Bernoulli(0.5))
    for i in range(3000):
        sample(f"crumbs_{i}", Bernoulli(0.501 if dog else 0.5))
    return "the dog" if dog else "the cat"


with expect.check("What is left when the fish is gone", also="other programs"):
    meaning = just_draw
    found = read(expect.call(all_runs, (two_coins,)), "all_runs(two_coins)")
    expect.equal(len(found), 4, "the number of runs that all_runs(two_coins) found")
    nobody = 0.6 * 0.05 + 0.4 * 0.4 * 0.5 * 0.05
    cat, dog, both = 0.4 * 0.6 * 0.7 * 0.7, 0.4 * 0.4 * 0.5 * 0.9, 0.4 * 0.6 * 0.3 * 0.9
    weights = {"nobody": nobody, "the cat": cat, "the dog": dog, "both": both}
    table = expect.call(posterior, (evening, {"gone": 1}))
    expect.dictionary(table, "what posterior(evening, {'gone': 1}) returned", weights)
    for who, weight in weights.items():
        wanted = weight / sum(weights.values())
        expect.close(table[who], wanted, f"the probability of {who} when it is gone")
    table = expect.call(posterior, (evening, {"cat": 0}))
    what = "posterior(evening, {'cat': 0})"
    expect.dictionary(table, f"what {what} returned", ["nobody", "the dog"])
    expect.close(table["the dog"], 0.5, f"that of the dog in {what}")
    crumbs = {f"crumbs_{i}": 1 for i in range(3000)}
    times_run.clear()
    table = expect.call(posterior, (thief, crumbs))
    expect.dictionary(table, "the posterior with 3000 crumbs", ["the cat", "the dog"])
    odds = (0.501 / 0.5) ** 3000
    wanted = odds / (1 + odds)
    expect.close(table["the dog"], wanted, "that of the dog, with 3000 crumbs,")
    for nothing in ({"gone": 2}, {"mouse": 1}):
        error = expect.error(posterior, (evening, nothing))
        what = f"posterior(evening, {nothing})"
        expect.raised(error, "ValueError", what, mentions=("evidence",))

# %% [markdown]
# Before the evidence and after it:

# %%
with expect.when_written("all_runs", "posterior"):
    before, after = posterior(evening, {}), posterior(evening, {"gone": 1})
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    who = ["nobody", "the cat", "the dog", "both"]
    places = range(len(who))
    bars = {"before": (before, -0.2, GREY, ""), "the fish is gone": (after, 0.2, BLUE, "//")}
    for label, (table, shift, colour, hatch) in bars.items():
        look = {"width": 0.38, "color": colour, "hatch": hatch, "edgecolor": "white"}
        heights = [table[name] for name in who]
        axes.bar([place + shift for place in places], heights, label=label, **look)
    axes.set(ylabel="probability", xticks=list(places), xticklabels=who)
    axes.legend()
    said = "; ".join(f"{name} {before[name]:.3f} and {after[name]:.3f}" for name in who)
    show.figure(figure, f"Who was in the kitchen, before and when the fish is gone: {said}.")

# %% [markdown]
# "Nobody" was by far the best guess before, and is the worst one now.
#
# And a last program, which has kept many people from their sleep. A prize stands behind one of three doors. You point to
# door 0. The host, who knows where the prize is, opens one of the *other* doors, never the one with the prize: it is
# door 2. Do you stay with door 0, or change to door 1?

# %%
def quiz() -> str:
    """You have chosen door 0. Behind which door is the prize?"""
    prize = sample("prize", Categorical([1 / 3, 1 / 3, 1 / 3]))
    choices = {0: [0.0, 0.5, 0.5], 1: [0.0, 0.0, 1.0], 2: [0.0, 1.0, 0.0]}
    sample("host", Categorical(choices[prize]))
    return f"door {prize}"


with expect.when_written("Categorical", "all_runs", "posterior"):
    found = posterior(quiz, {"host": 2})
    print({door: round(p, 4) for door, p in sorted(found.items())})

# %% [markdown]
# Change! If that surprises you, look at the program: the host's statement has another distribution for each place of the
# prize. What he does tells you something, because it depends on what he knows.
#
# ## What you can do now
#
# - You can write a distribution as an object that draws, scores, and knows its values.
# - You can write a program with named draws, and give it another meaning without touching it: run it, score it, follow all of
#   it. And you put things back as they were, whatever happens.
# - You can read a program as a factorisation: a log joint is a sum with one term for each statement that the run meets.
# - You can compute an exact posterior of any program with a finite number of runs.
#
# Pyro does the very same. Its `sample` statements are yours, `run` is called `trace`, and `log_joint` is the sum of log
# probabilities of a trace. In step 20 you will build that machine in earnest.
#
# What will not last is the tree: thirty coins have a thousand million leaves, and a normal distribution has infinitely many
# values. When runs can no longer be counted, one has to look for a good answer in place of the exact one. How to search with
# gradients is the next lesson.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
