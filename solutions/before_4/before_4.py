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
# # Before 4 · Gradients and descent
#
# | | |
# |---|---|
# | **Goal** | Walk down a slope to the answer, say what goes wrong on the way, and fit a distribution to a posterior |
# | **Minutes** | 60 |
# | **Prerequisites** | before_3 |
#
# A grid, a table, a tree of all runs: so far every posterior was found by looking *everywhere*. That ends soon. Two unknown
# numbers on a grid of a thousand points each are a million places, and ten unknown numbers are hopeless.
#
# There is another way to find the best place on a hillside in the fog: feel with your foot which way the ground falls, take
# a step that way, and feel again. In this lesson you learn to walk like that, and where one stumbles. Then you set out
# from a *distribution* that is a mere guess, and walk until it is as close to the posterior as it can be. That is called
# **variational inference**, and it is what most of the course is about.
#
# There is no `pyro` in this notebook, and there must be none: you need Python and PyTorch, and while your work is graded,
# pyro cannot be imported.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import torch

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
GREY = "#717171"

# %% [markdown]
# ## 1. Which way is down?
#
# Here is a valley, $f(x) = \tfrac12 x^2 + 1$. How steep is it at a place $x$? The answer is a number, called the **slope** or
# the **gradient**: by how much $f$ grows, per unit, when $x$ grows a little. From school you may remember that for this $f$
# it is $x$ itself.
#
# PyTorch finds such numbers for you. Say of a tensor that it `requires_grad`, and PyTorch remembers how everything that you
# compute from it came about. `torch.autograd.grad(y, x)` follows that memory backwards. It gives a tuple, with one slope for
# each thing that you asked about.

# %%
def f(x: torch.Tensor) -> torch.Tensor:
    """A valley with its lowest point at 0."""
    return 0.5 * x**2 + 1.0


x = torch.tensor(1.0, requires_grad=True)
y = f(x)
(slope_at_1,) = torch.autograd.grad(y, x)
print(f"f(1) = {y.item()}, and the slope there is {slope_at_1.item()}")

xs = torch.linspace(-2.0, 2.0, 81)
figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
axes.plot(xs, f(xs), color=GREY, linewidth=4, label="f")
for place, style in ((1.0, "-"), (-1.5, "--")):
    x = torch.tensor(place, requires_grad=True)
    (steepness,) = torch.autograd.grad(f(x), x)
    line = torch.tensor([place - 0.6, place + 0.6])
    tangent = f(x).item() + steepness.item() * (line - place)
    label = f"slope {steepness.item():.1f} at x = {place}"
    axes.plot(line, tangent, style, color=BLUE, label=label)
axes.set(xlabel="x", ylabel="f(x)")
axes.legend(loc="upper center")
show.figure(
    figure,
    "A valley, lowest at x = 0, with two tangents: one with the slope 1.0 at x = 1, "
    "rising, and one with the slope -1.5 at x = -1.5, falling.",
)

# %% [markdown]
# Where the slope is positive, down is to the left; where it is negative, down is to the right. At the lowest point it is 0.
#
# There is an older way to ask, and you will meet it everywhere: `y.backward()` puts the slope into `x.grad`. It has a
# peculiarity, which will be important. Look at the three numbers:

# %%
x = torch.tensor(1.0, requires_grad=True)
for time in ("first", "second", "third"):
    f(x).backward()
    print(f"after the {time} backward: x.grad = {x.grad.item()}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_grad", "locked": true, "schema_version": 3, "solution": false, "task": false}
# It **adds** the slope to what is in `x.grad` already. Whoever wants the slope alone has to empty `x.grad` in between.
#
# The memory is in the tensors. `x.item()`, `float(x)` and `torch.tensor(x.item())` have the same number, but no memory of `x`:
# from there no way leads back.
#
# ## Task 1: the slope at a place · 3 points
#
# Write two functions. The first asks PyTorch, for any function; the second does without PyTorch, for one function.
#
# `slope(f, x)`:
#
# - `f` takes a tensor of shape `()`, and computes from it, with PyTorch, another one of shape `()`.
# - `x` is a Python float, or a tensor of shape `()`: take both. A tensor goes out as it came in: same value, same
#   `requires_grad`, same `grad`.
# - It returns the slope of `f` at `x` as a plain Python float, the same at every call.
#
# `slope_of_bump(x)`, for the function $b(x) = e^{-(x - 2)^2 / 2}$:
#
# - `x` is a Python float. It returns the slope of $b$ at `x`, a plain Python float, by a formula that you work out.
#
# The rule for a function in a function: **the slope of the outer one, at the value of the inner one, times the slope of the
# inner one**. Here the outer one is $e^u$, whose slope is again $e^u$, and the inner one is $u = -(x - 2)^2 / 2$.
#
# <details><summary>Hint 1: a tensor of your own</summary>
#
# `torch.tensor(float(x), requires_grad=True)` works for a float and for a tensor, and belongs to you alone.
#
# </details>
#
# <details><summary>Hint 2: by hand</summary>
#
# What is the slope of $u$? The square gives a 2, which the half takes away; the minus stays. Multiply it with $e^u$. And do
# not trust it: your first function can check your second.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def slope(f: Callable[[torch.Tensor], torch.Tensor], x: float | torch.Tensor) -> float:
    """The slope of f at x, by PyTorch. A tensor x stays as it is.

    Example:
        >>> slope(lambda x: 0.5 * x**2 + 1.0, 3.0)
        3.0
    """
    ### BEGIN SOLUTION
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(place), place)
    return found.item()
    ### END SOLUTION


def slope_of_bump(x: float) -> float:
    """The slope of exp(-(x - 2)**2 / 2), by a formula.

    Example:
        >>> slope_of_bump(2.0)  # on top
        0.0
    """
    ### BEGIN SOLUTION
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "slope_autograd", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def twice_with_one_tensor() -> list:
    """Two answers for one tensor, then its requires_grad and grad."""
    x = torch.tensor(3.0)
    answers = [slope(f, x), slope(f, x)]
    return [*answers, x.requires_grad, x.grad is None]


with expect.check("The slope of two functions", also="others, and many calls"):
    for x in (3.0, -0.5):
        got = expect.call(slope, (f, x))
        expect.number(got, f"slope(f, {x})")
        expect.close(got, x, f"slope(f, {x})")
    got = expect.call(slope, (torch.sin, torch.tensor(1.0)))
    expect.number(got, "slope(torch.sin, torch.tensor(1.0))")
    expect.close(got, math.cos(1.0), "slope(torch.sin, torch.tensor(1.0))")
    first, second, requires, clean = expect.call(twice_with_one_tensor)
    expect.close(second, first, "a second answer for one and the same tensor")
    expect.equal([requires, clean], [False, True], "requires_grad, and no grad, of x")

# %% nbgrader={"grade": true, "grade_id": "slope_hand", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("The slope of the bump, by a formula", also="other places"):
    for x, wanted in ((2.0, 0.0), (3.0, -math.exp(-0.5)), (0.0, 2 * math.exp(-2.0))):
        got = expect.call(slope_of_bump, (x,))
        expect.number(got, f"slope_of_bump({x})")
        expect.close(got, wanted, f"slope_of_bump({x})")

# %% [markdown]
# ## 2. Down, step by step
#
# The walk is three lines. Stand at a place. Ask for the slope there. Take a step *against* it, as long as the slope is steep,
# times a small number, the **learning rate**:
#
# $$x_\text{new} = x - \text{lr} \cdot f'(x).$$
#
# In the valley, from 1, with the learning rate 0.1:

# %%
x = 1.0
for step in range(1, 5):
    here = torch.tensor(x, requires_grad=True)
    (steepness,) = torch.autograd.grad(f(here), here)
    x = x - 0.1 * steepness.item()
    print(f"step {step}: the slope was {steepness.item():.4f}, now x = {x:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_descend", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: descend · 3 points
#
# Write `descend(f, x0, lr, steps)`:
#
# - `f` is as in Task 1; `x0` and `lr` are Python floats, `lr` is positive; `steps` is a whole number, 0 or more.
# - It takes exactly `steps` steps down from `x0`, and **returns the path**: a list of `steps + 1` plain Python floats, all
#   places from `x0` (the start is in it) to the last.
# - It does not judge: when the path leads uphill, or off into nowhere, it is returned all the same.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With a list that has `x0` in it. Task 1 gives you the slope at its last entry.
#
# </details>
#
# <details><summary>Hint 2: which way?</summary>
#
# If your numbers get larger and larger, look at the sign. The slope points up.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "descend", "locked": false, "schema_version": 3, "solution": true, "task": false}
def descend(
    f: Callable[[torch.Tensor], torch.Tensor], x0: float, lr: float, steps: int
) -> list[float]:
    """The path of gradient descent: steps + 1 places, the start included.

    Example:
        >>> [round(x, 3) for x in descend(lambda x: 0.5 * x**2 + 1.0, 1.0, 0.1, 3)]
        [1.0, 0.9, 0.81, 0.729]
    """
    ### BEGIN SOLUTION
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - lr * slope(f, path[-1]))
    return path
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "descent_path", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The path down the valley", also="other functions and settings"):
    expect.close(expect.call(slope, (f, 3.0)), 3.0, "slope(f, 3.0), which this needs,")
    path = expect.call(descend, (f, 1.0, 0.1, 3))
    expect.floats(path, "descend(f, 1.0, 0.1, 3)", 4)
    expect.close(path, [1.0, 0.9, 0.81, 0.729], "descend(f, 1.0, 0.1, 3)")
    path = expect.call(descend, (torch.cos, 2.0, 0.5, 2))
    second = 2.0 + 0.5 * math.sin(2.0)
    third = second + 0.5 * math.sin(second)
    expect.floats(path, "descend(torch.cos, 2.0, 0.5, 2)", 3)
    expect.close(path, [2.0, second, third], "descend(torch.cos, 2.0, 0.5, 2)")
    expect.equal(expect.call(descend, (f, 1.0, 0.1, 0)), [1.0], "the path of no step")

# %% [markdown]
# ## 3. What goes wrong
#
# Two things, and everybody meets both. Here are four walks in the same valley from 1. Three are yours, with different
# learning rates. The fourth is by somebody who uses `backward` and never empties `x.grad`.

# %%
def forgetful(f: Callable, x0: float, lr: float, steps: int) -> list[float]:
    """Descent with a gradient that nobody empties."""
    x = torch.tensor(x0, requires_grad=True)
    path = [x.item()]
    for _ in range(steps):
        f(x).backward()  # adds to x.grad
        with torch.no_grad():
            x -= lr * x.grad
        path.append(x.item())
    return path


with expect.when_written("slope", "descend"):
    walks = {
        "lr 0.1": (descend(f, 1.0, 0.1, 25), BLUE, "o-"),
        "lr 1.8": (descend(f, 1.0, 1.8, 25), GREEN, "s-"),
        "lr 2.1": (descend(f, 1.0, 2.1, 25), ORANGE, "^-"),
        "lr 0.1, never emptied": (forgetful(f, 1.0, 0.1, 25), GREY, "x--"),
    }
    figure, axes = plt.subplots(figsize=(8, 3.4), layout="constrained")
    for label, (path, colour, style) in walks.items():
        axes.plot(path, style, color=colour, markersize=3, linewidth=1, label=label)
    axes.set(xlabel="step", ylabel="x", ylim=(-4, 4))
    axes.legend(ncols=2, loc="lower left")
    said = "; ".join(
        f"{label}: {', '.join(f'{x:.2f}' for x in path[:6])} … {path[-1]:.2f}"
        for label, (path, _, _) in walks.items()
    )
    show.figure(figure, f"Four walks of 25 steps from 1. {said}.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_limit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# With 0.1 the walk glides home. With 1.8 it jumps across the valley at each step, and still gets there. With 2.1 each jump is
# longer than the last. And the forgetful walker adds up all slopes so far, as a ball without brakes does: it rolls past the
# bottom, back, and past it again, on and on.
#
# How large may the learning rate be? In the valley the slope at $x$ is $x$, so a step makes of $x$
#
# $$x - \text{lr} \cdot x = (1 - \text{lr})\,x.$$
#
# Each step *multiplies* $x$ by the same number. The walk comes home when that number is between -1 and 1.
#
# A wider or narrower valley, $f(x) = \tfrac{c}{2} (x - a)^2 + b$, has its lowest point at $a$, and the slope $c\,(x - a)$. The
# number $c$ is called its **curvature**: the larger it is, the narrower the valley.
#
# ## Task 3: how large may it be? · 1 point
#
# Write `largest_lr(c)`: the learning rate below which descent comes home in a valley of curvature `c`, and at which and above
# which it does not.
#
# - `c` is a positive Python float, and so is what it returns. If `c` is 0 or negative there is no valley, and it raises a
#   `ValueError` whose text has the word `curvature` in it.
#
# <details><summary>Hint 1: the same computation again</summary>
#
# Look at the distance from the lowest point, $x - a$. By which number does one step multiply it, in a valley of curvature
# $c$?
#
# </details>
#
# <details><summary>Hint 2: when is a number between -1 and 1?</summary>
#
# One minus something positive is below 1 in any case. When does it fall below -1?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "largest_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def largest_lr(c: float) -> float:
    """The learning rate at which descent ceases to come home; c: the curvature.

    ValueError, with curvature in its text, if c is not positive.
    """
    ### BEGIN SOLUTION
    if c <= 0.0:
        raise ValueError(f"The curvature of a valley is positive, and not {c}.")
    return 2.0 / c
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "lr_limit", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("Just below it, and just above", also="other curvatures"):
    for c in (0.25, 8.0):
        limit = expect.call(largest_lr, (c,))
        expect.number(limit, f"largest_lr({c})")
        for share, comes_home in ((0.98, True), (1.02, False)):
            factor = 1.0 - share * limit * c  # what a step makes of the distance
            told = "does not come home" if comes_home else "comes home all the same"
            said = f"With {share} times largest_lr({c}), descent {told}."
            expect.that((abs(factor) < 1.0) == comes_home, said)
    for c in (0.0, -1.0):
        error = expect.error(largest_lr, (c,))
        expect.raised(error, "ValueError", f"largest_lr({c})", mentions=("curvature",))

# %% [markdown]
# Keep the rule in mind: a narrow valley wants small steps. If a training ever explodes before your eyes, the learning rate is
# the first thing to look at.
#
# ## 4. How far is one distribution from another?
#
# Now to what we want to walk towards. We have a distribution $p$, and look for a $q$ that is close to it. Close in which
# sense? The measure that fits our purpose is the **Kullback-Leibler divergence**. Draw a value from $q$, and ask how much
# more probable it is under $q$ than under $p$, in logarithms; take the average over all draws from $q$:
#
# $$\mathrm{KL}(q \,\|\, p) = \mathbb{E}_{x \sim q}\bigl[\log q(x) - \log p(x)\bigr]
# = \sum_x q(x)\, \log \frac{q(x)}{p(x)}.$$
#
# It is never negative, and 0 only when both are the same. Two things may surprise you. It has a direction: from $q$ to $p$ is
# not as far as from $p$ to $q$. And where $q$ puts a value that $p$ calls impossible, it is infinite. Here are a die that is
# fair and one that never shows a 6, both ways, written out term by term:

# %%
fair = [1 / 6] * 6
never_six = [1 / 5] * 5 + [0.0]
terms = [q * math.log(q / p) for q, p in zip(never_six, fair, strict=True) if q > 0]
print(f"from never_six to fair: five terms, the sum {sum(terms):.4f}")
print("from fair to never_six: the last term is 1/6 * log((1/6) / 0): infinite")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_kl", "locked": true, "schema_version": 3, "solution": false, "task": false}
# What about the sixth term in the first line? It is `0 * log(0 / p)`. What never comes adds nothing to an average, so it counts
# as 0. A computer does not know that: for it, zero times minus infinity is "not a number".
#
# For two **normal** distributions the average can be worked out on paper:
#
# $$\mathrm{KL}\bigl(\text{Normal}(m_q, s_q) \,\|\, \text{Normal}(m_p, s_p)\bigr)
# = \log\frac{s_p}{s_q} + \frac{s_q^2 + (m_q - m_p)^2}{2 s_p^2} - \frac12.$$
#
# ## Task 4: two divergences · 5 points
#
# `kl_tables(q, p)`, the divergence from `q` to `p`:
#
# - `q` and `p` are float tensors of one shape, of any number of dims. Each is a table of probabilities with the sum 1, and may
#   have zeros in it. They stay as they are.
# - It returns a plain Python float. What has the probability 0 under `q` adds nothing, whatever `p` has there. If anything
#   that `q` can draw has the probability 0 under `p`, the result is `math.inf`.
#
# `kl_normals(m_q, s_q, m_p, s_p)`, from the normal with mean `m_q` and standard deviation `s_q` to the one with `m_p` and
# `s_p`:
#
# - All four are Python floats, the standard deviations positive. It returns a plain Python float.
#
# <details><summary>Hint 1: zeros</summary>
#
# Look first where `q` is larger than 0: `q[q > 0]` has just those entries, in one row. `p[q > 0]` has the entries at the same
# places. No other entry matters.
#
# </details>
#
# <details><summary>Hint 2: minus infinity is welcome</summary>
#
# `torch.log` of 0 is minus infinity, and does not complain. What comes of it, where only `p` is 0?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "kl", "locked": false, "schema_version": 3, "solution": true, "task": false}
def kl_tables(q: torch.Tensor, p: torch.Tensor) -> float:
    """KL(q || p) for two tables of probabilities of the same shape, any number of dims.

    Example:
        >>> kl_tables(torch.tensor([1.0, 0.0]), torch.tensor([0.25, 0.75]))  # log(4)
        1.3862943649291992
    """
    ### BEGIN SOLUTION
    possible = q > 0.0
    q, p = q[possible], p[possible]
    return (q * (q.log() - p.log())).sum().item()
    ### END SOLUTION


def kl_normals(m_q: float, s_q: float, m_p: float, s_p: float) -> float:
    """KL from Normal(m_q, s_q) to Normal(m_p, s_p); s are standard deviations.

    Example:
        >>> kl_normals(1.0, 2.0, 1.0, 2.0)
        0.0
    """
    ### BEGIN SOLUTION
    squares = s_q**2 + (m_q - m_p) ** 2
    return math.log(s_p / s_q) + squares / (2.0 * s_p**2) - 0.5
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "kl_of_tables", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("From one table to another", also="tables of several dims"):
    q, p = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([0.2, 0.2, 0.6])
    for one, other, names in ((q, p, "(q, p)"), (p, q, "(p, q)")):
        pairs = zip(one.tolist(), other.tolist(), strict=True)
        wanted = sum(a * math.log(a / b) for a, b in pairs)
        got = expect.call(kl_tables, (one, other))
        expect.number(got, f"kl_tables{names}")
        expect.close(got, wanted, f"kl_tables{names}")
    tables = torch.stack([q, p]) / 2, torch.stack([p, q]) / 2
    both_ways = expect.call(kl_tables, tables)
    there, back = (expect.call(kl_tables, pair) for pair in ((q, p), (p, q)))
    expect.close(both_ways, (there + back) / 2, "kl_tables for two tables of two rows")
    fair, never_six = torch.ones(6) / 6, torch.tensor([0.2] * 5 + [0.0])
    got = expect.call(kl_tables, (never_six, fair))
    expect.close(got, math.log(1.2), "kl_tables from never_six to fair")
    got = expect.call(kl_tables, (never_six, never_six))
    expect.close(got, 0.0, "kl_tables from never_six to itself")
    got = expect.call(kl_tables, (fair, never_six))
    expect.equal(got, math.inf, "kl_tables from fair to never_six")

# %% nbgrader={"grade": true, "grade_id": "kl_of_normals", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def on_a_grid(m_q: float, s_q: float, m_p: float, s_p: float) -> float:
    """The same divergence as a sum over a fine grid."""
    q, p = torch.distributions.Normal(m_q, s_q), torch.distributions.Normal(m_p, s_p)
    grid = torch.linspace(m_q - 9 * s_q, m_q + 9 * s_q, 4001)
    terms = q.log_prob(grid).exp() * (q.log_prob(grid) - p.log_prob(grid))
    return torch.trapezoid(terms, grid).item()


with expect.check("From one normal to another", also="other numbers"):
    for numbers in ((1.0, 0.5, 2.5, 2.0), (2.5, 2.0, 1.0, 0.5)):
        got = expect.call(kl_normals, numbers)
        expect.number(got, f"kl_normals{numbers}")
        expect.close(got, on_a_grid(*numbers), f"kl_normals{numbers}", rtol=1e-3)

# %% [markdown]
# Which direction do we need? The first of the average's two parts is a draw. We can draw from a $q$ that we have made
# ourselves, but not from a posterior, since that is what we are looking for. So: from $q$ **to** the posterior.
#
# ## 5. A floor under the evidence
#
# A ferry crosses a strait. You believe that it takes `mu` minutes, about 30 give or take 6, and a single crossing is off from
# that by about 4:
#
# $$\mu \sim \text{Normal}(30, 6), \qquad y_i \sim \text{Normal}(\mu, 4).$$
#
# As with the coin, the posterior of this model can be worked out on paper: it is normal again. It will be our measuring rod.

# %% nbgrader={"grade": false, "grade_id": "ferry", "locked": true, "schema_version": 3, "solution": false, "task": false}
CENTRE, SPREAD = 30.0, 6.0  # the prior's mean and standard deviation, in minutes
NOISE = 4.0  # the standard deviation of one crossing
crossings = torch.tensor([24.1, 21.5, 29.0, 22.8, 26.4])


def log_normal(x: torch.Tensor, mean, sd) -> torch.Tensor:
    """The log density of Normal(mean, sd) at x, for tensors or floats that fit."""
    mean, sd = torch.as_tensor(mean), torch.as_tensor(sd)
    z = (x - mean) / sd
    return -0.5 * z**2 - sd.log() - 0.5 * math.log(2.0 * math.pi)


def exact_posterior(data: torch.Tensor) -> tuple[float, float]:
    """The mean and the standard deviation of mu, given data of shape [n]."""
    precision = 1.0 / SPREAD**2 + len(data) / NOISE**2
    mean = (CENTRE / SPREAD**2 + data.sum().item() / NOISE**2) / precision
    return mean, precision**-0.5

# %%
mean, sd = exact_posterior(crossings)
print(f"mean of the crossings {crossings.mean():.3f}")
print(f"posterior of mu: mean {mean:.3f}, standard deviation {sd:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_elbo", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Now forget the answer. We take $q = \text{Normal}(m, s)$, with two numbers that are ours to choose, and would like to make
# $\mathrm{KL}(q \,\|\, \text{posterior})$ small. But to compute it we would need the posterior. The way out is one line of
# algebra. With $p(\mu \mid y) = p(\mu, y) / p(y)$,
#
# $$\mathrm{KL}\bigl(q \,\|\, p(\mu \mid y)\bigr) = \log p(y) -
# \underbrace{\mathbb{E}_{\mu \sim q}\bigl[\log p(\mu, y) - \log q(\mu)\bigr]}_{\text{ELBO}}.$$
#
# In the average on the right stand only things that we have: the log joint and our own $q$. The evidence $\log p(y)$ is
# unknown, but it does not depend on $q$. So **whoever makes the average large makes the divergence small**. And because a
# divergence is never negative, the average is never above the evidence. Hence its name: the *evidence lower bound*, **ELBO**.
#
# Read its two terms as two wishes. $\log p(\mu, y)$: be where the model and the data want you to be. $-\log q(\mu)$: and do
# not be too sure of yourself. Without the second, $q$ would shrink to a single point.
#
# For the ferry the average can be worked out. Each log density is a parabola, and the average of a square is
# $\mathbb{E}_q[(\mu - a)^2] = (m - a)^2 + s^2$. With $\mathbb{E}_q[-\log q] = \log s + \tfrac12 \log(2 \pi e)$:
#
# | term | its average under $q$ |
# |---|---|
# | $\log p(\mu)$ | $-\tfrac12\log(2\pi) - \log \text{SPREAD} - \dfrac{(m - \text{CENTRE})^2 + s^2}{2\,\text{SPREAD}^2}$ |
# | $\log p(y_i \mid \mu)$, for each $i$ | $-\tfrac12\log(2\pi) - \log \text{NOISE} - \dfrac{(m - y_i)^2 + s^2}{2\,\text{NOISE}^2}$ |
# | $-\log q(\mu)$ | $\log s + \tfrac12 \log(2 \pi e)$ |
#
# Most models have no such table. Then one **draws**: take $k$ values of $\mu$ from $q$, and average what stands in the
# brackets. And here is a trick that you will meet again and again. Draw standard normal numbers $\varepsilon_j$ once, keep
# them, and let $\mu_j = m + s\,\varepsilon_j$. Now each $\mu_j$ is *computed from* $m$ and $s$, so PyTorch can find its way
# back to them. And since the $\varepsilon_j$ are **frozen**, the same $m$ and $s$ always give the same number: a fixed
# landscape, in which one can walk.
#
# ## Task 5: the ELBO, twice · 6 points
#
# `elbo_exact(m, s, data)`, by the table:
#
# - `m` and `s` are tensors of shape `()`, `s` is positive; `data` is a float tensor of shape `[n]`, for any `n` from 1 up.
# - It returns a tensor of shape `()`: the sum of all terms of the table, **those of all data** included. Slopes with respect
#   to `m` and `s` can be taken of it.
#
# `elbo_draws(m, s, data, noise)`, by draws:
#
# - `m`, `s` and `data` are as before; `noise` is a float tensor of shape `[k]`, for any `k` from 1 up: the $\varepsilon_j$.
# - It draws **nothing** itself. It returns a tensor of shape `()`: the mean over all $j$ of $\log p(\mu_j, y) - \log q(\mu_j)$
#   at $\mu_j = m + s\,\varepsilon_j$, where the log joint has the prior and all data in it. Slopes with respect to `m` and `s`
#   can be taken of it.
#
# Both use the constants `CENTRE`, `SPREAD` and `NOISE`. Nothing that comes in is changed.
#
# <details><summary>Hint 1: the first function</summary>
#
# Write down each row of the table as a line of code. In the second row, `data` may stand in the place of $y_i$: the result has
# shape `[n]`, and a sum over it follows.
#
# </details>
#
# <details><summary>Hint 2: the second function</summary>
#
# `log_normal` takes tensors. For $k$ values of mu and $n$ data you want a table of shape `[k, n]`: `mu[:, None]` has the shape
# `[k, 1]`, and next to `data` it stretches to that.
#
# </details>
#
# <details><summary>Hint 3: which sums and which means?</summary>
#
# Over data: a sum, since they all happened. Over draws: a mean, since they stand for an average.
#
# </details>
#
# <details><summary>Hint 4: check one by the other</summary>
#
# With very many draws the two functions nearly agree: try `torch.randn(100_000)` for the noise.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "elbo", "locked": false, "schema_version": 3, "solution": true, "task": false}
def elbo_exact(m: torch.Tensor, s: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
    """The ELBO of Normal(m, s) for the ferry, in closed form.

    m, s: []; data: [n]; returns [].
    """
    ### BEGIN SOLUTION
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD)
    prior = prior - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE)
    each = each - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    entropy = s.log() + 0.5 * (log_2pi + 1.0)
    return prior + each.sum() + entropy
    ### END SOLUTION


def elbo_draws(
    m: torch.Tensor, s: torch.Tensor, data: torch.Tensor, noise: torch.Tensor
) -> torch.Tensor:
    """The ELBO of Normal(m, s), estimated at m + s * noise.

    m, s: []; data: [n]; noise: [k], standard normal numbers; returns [].
    """
    ### BEGIN SOLUTION
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD)
    log_joint = log_joint + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
    ### END SOLUTION

# %% nbgrader={"grade": false, "grade_id": "evidence", "locked": true, "schema_version": 3, "solution": false, "task": false}
def log_evidence(data: torch.Tensor) -> float:
    """log p(data), by a sum over a fine grid of mu. data: [n]."""
    grid = torch.linspace(-40.0, 100.0, 28001, dtype=torch.float64)
    heights = log_normal(grid, CENTRE, SPREAD)
    heights = heights + log_normal(data.double(), grid[:, None], NOISE).sum(1)
    step = (grid[1] - grid[0]).item()
    return torch.logsumexp(heights, 0).item() + math.log(step)


def with_slopes(elbo, m: float, s: float, *others) -> list[float]:
    """An ELBO at m and s, and its slopes with respect to the two."""
    m, s = torch.tensor(m, requires_grad=True), torch.tensor(s, requires_grad=True)
    value = elbo(m, s, *others)
    name = elbo.__name__
    expect.that(isinstance(value, torch.Tensor), f"What {name} returned is no tensor.")
    expect.shape(value, (), f"what {name} returned")
    told = f"What {name} returned has no memory of m or s: no slope can be taken of it."
    expect.that(value.requires_grad, told)
    slopes = torch.autograd.grad(value, [m, s], allow_unused=True)
    expect.that(None not in slopes, told)
    return [value.item(), *(slope.item() for slope in slopes)]

# %% nbgrader={"grade": true, "grade_id": "elbo_closed", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("At the posterior the ELBO is the evidence", also="other data"):
    mean, sd = exact_posterior(crossings)
    value, *slopes = with_slopes(elbo_exact, mean, sd, crossings)
    exact = log_evidence(crossings)
    expect.close(value, exact, "elbo_exact at the posterior", atol=1e-3)
    expect.close(slopes, [0.0, 0.0], "its slopes at the posterior", atol=1e-3)
    value, *slopes = with_slopes(elbo_exact, 31.0, 2.5, crossings)
    below = math.log(sd / 2.5) + (2.5**2 + (31.0 - mean) ** 2) / (2 * sd**2) - 0.5
    expect.close(value, exact - below, "elbo_exact at m = 31, s = 2.5", atol=1e-3)
    wanted = [-(31.0 - mean) / sd**2, 1 / 2.5 - 2.5 / sd**2]
    expect.close(slopes, wanted, "its slopes there", atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "elbo_frozen", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("Frozen noise gives a fixed landscape", also="other noise and data"):
    noise = torch.tensor([1.0, -0.5, 0.25])
    answers = [with_slopes(elbo_draws, 28.0, 2.5, crossings, noise) for _ in range(2)]
    wanted = [-16.0536, -1.1696, -0.2114]  # worked out elsewhere
    what = "elbo_draws for three frozen numbers, and its slopes"
    expect.close(answers[0], wanted, what, atol=1e-3)
    expect.close(answers[1], answers[0], f"{what}, a second time,")
    # 1 and -1 have the mean 0 and the mean square 1, as the standard normal has: so
    # this average of parabolas has no error.
    mean, sd = exact_posterior(crossings)
    below = math.log(sd / 2.5) + (2.5**2 + (31.0 - mean) ** 2) / (2 * sd**2) - 0.5
    noise = torch.tensor([1.0, -1.0])
    value, *_ = with_slopes(elbo_draws, 31.0, 2.5, crossings, noise)
    wanted = log_evidence(crossings) - below
    expect.close(value, wanted, "elbo_draws for the noise 1 and -1", atol=1e-3)

# %% [markdown]
# Here is the landscape: the ELBO for many $m$ and $s$, with the evidence as its ceiling. The cross is the exact posterior.

# %%
with expect.when_written("elbo_exact"):
    ms, ss = torch.linspace(20.0, 34.0, 36), torch.linspace(0.4, 7.0, 34)
    height = [[elbo_exact(m, s, crossings).item() for m in ms] for s in ss]
    mean, sd = exact_posterior(crossings)
    top, ceiling = max(map(max, height)), log_evidence(crossings)
    figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
    levels = [ceiling - below for below in (12, 8, 5, 3, 2, 1, 0.5, 0.2)]
    lines = axes.contour(ms, ss, height, levels=levels, colors=BLUE)
    axes.clabel(lines, fmt="%.1f", fontsize=8)
    axes.plot(mean, sd, "x", color=ORANGE, markersize=10, markeredgewidth=2.5)
    axes.set(xlabel="m [minutes]", ylabel="s [minutes]")
    print(f"highest point of this grid {top:.4f}, evidence {ceiling:.4f}")
    show.figure(
        figure,
        "Contour lines of the ELBO over m and s: one hill. Its top is at the exact "
        f"posterior, m = {mean:.2f} and s = {sd:.2f}, where the ELBO is {ceiling:.2f}.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One hill, and its top is the posterior. All that is left is to walk there, uphill this time, in two numbers at once.
#
# Two practical things. The hill is steep in one direction and flat in another, and you know from section 3 what that means
# for a fixed learning rate. PyTorch's **optimisers** are walkers with more experience: `torch.optim.Adam` gives each number a
# step size of its own, from the slopes that it has seen. It walks *down*, so hand it *minus* the height. Here it looks for
# the lowest point of a valley in two numbers:

# %%
a, b = torch.tensor(0.0, requires_grad=True), torch.tensor(0.0, requires_grad=True)
walker = torch.optim.Adam([a, b], lr=0.1)
for step in range(301):
    loss = (a - 3.0) ** 2 + 100.0 * (b + 1.0) ** 2  # a hundred times as narrow in b
    walker.zero_grad()  # empties a.grad and b.grad
    loss.backward()  # fills them
    walker.step()  # moves a and b
    if step % 100 == 0:
        print(f"step {step}: a = {a.item():.3f}, b = {b.item():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# And: a standard deviation has to stay **positive**. A walker who moves `s` itself knows nothing of that, and one day steps
# across 0, where the logarithm ends. The cure is to let it move a number that may be anything, say $t = \log s$, and to
# compute $s = e^t$ from it. Then $s$ is positive wherever the walker goes.
#
# ## Task 6: the first fit · 5 points
#
# Write `fit(objective, m=0.0, s=1.0)`: the place where an objective is largest.
#
# - `objective(m, s)` takes two tensors of shape `()`, of which `s` has to be **positive at every call**, and computes from them,
#   with PyTorch, a tensor of shape `()`: the height.
# - `m` and `s` are Python floats, where the walk starts; `s` is positive.
# - It returns a triple `(m, s, heights)`: the place at the end, two plain Python floats, and the list of the heights on the way,
#   plain Python floats too. The first of them is the height **at the start**, and there is one for each step.
# - How you walk is up to you: which optimiser, how many steps. **It has to arrive**: for a single smooth hill whose top is
#   within 10 of the start in `m`, and between a fifth and five times the start in `s`, what is returned is within 0.02 of the
#   top in `m`, and within 2 % in `s`. A call should take no more than a few seconds.
# - Two calls with the same arguments give the same answer. Nothing is left over from one call to the next.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the cell above: two tensors, an optimiser, a loop with three lines. What is the loss, when you want to go *up*? And
# which two numbers does the walker move?
#
# </details>
#
# <details><summary>Hint 2: what goes into the objective?</summary>
#
# `m` goes in as it is; `s` is computed from its logarithm, with `exp`, inside of the loop, at each step. What you return is
# `s` again, not its logarithm.
#
# </details>
#
# <details><summary>Hint 3: it does not arrive</summary>
#
# With `lr=0.1` Adam moves by 0.1 a step at the most, and the top may be 10 away. And then it has to come to rest.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "fit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit(
    objective: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    m: float = 0.0,
    s: float = 1.0,
) -> tuple[float, float, list[float]]:
    """Climb to the top of objective(m, s), with s > 0 all the way: (m, s, heights).

    m, s: the start. heights: one for each step, the first at the start.
    """
    ### BEGIN SOLUTION
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.1)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "fit_tops", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
def hill(m: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
    """A hill with its top at m = 4, s = 0.05, and no ground where s is not positive."""
    if s <= 0:
        raise RuntimeError("the objective was asked at an s that is not positive")
    return -((m - 4.0) ** 2) + s.log() - s / 0.05


with expect.check("To the top of a hill", also="other hills and other starts"):
    for start in ((0.0, 0.2), (9.0, 0.02)):
        answer = expect.call(fit, (hill, *start))
        what = f"fit(hill, {start[0]}, {start[1]})"
        expect.length(answer, 3, f"the triple that {what} returned")
        m, s, heights = answer
        expect.number(m, f"m of {what}")
        expect.number(s, f"s of {what}")
        expect.floats(heights, f"the heights of {what}")
        expect.that(len(heights) > 1, f"There are no heights on the way of {what}.")
        begun = hill(*map(torch.tensor, start))
        expect.close(heights[0], begun, f"the first height of {what}")
        expect.that(abs(m - 4.0) < 0.02, f"m of {what} is {m:.3f}; wanted: 4, to 0.02.")
        told = f"s of {what} is {s:.4f}; wanted: 0.05, to 2 %."
        expect.that(abs(s / 0.05 - 1.0) < 0.02, told)
    again = expect.call(fit, (hill, *start))
    expect.length(again, 3, f"the triple that {what} returned, a second time,")
    expect.close(again[:2], [m, s], f"m and s of {what}, a second time,")

# %% [markdown]
# ## 6. The whole way
#
# Everything comes together: the ferry's model, your ELBO, your walk. The walk begins at the prior. Three times it climbs the
# ELBO: once by the formula, and twice by draws, with few and with many frozen numbers.

# %%
with expect.when_written("elbo_exact", "elbo_draws", "fit"):
    torch.manual_seed(0)
    few, many = torch.randn(20), torch.randn(2000)
    ways = {
        "by the formula": lambda m, s: elbo_exact(m, s, crossings),
        "20 frozen numbers": lambda m, s: elbo_draws(m, s, crossings, few),
        "2000 frozen numbers": lambda m, s: elbo_draws(m, s, crossings, many),
    }
    fits = {name: fit(objective, CENTRE, SPREAD) for name, objective in ways.items()}
    rows = [[name, m, s] for name, (m, s, _) in fits.items()]
    rows.append(["exact", *exact_posterior(crossings)])
    show.table("The posterior of mu, in minutes", ["", "mean", "sd"], rows)

    m, s, heights = fits["by the formula"]
    mean, sd = exact_posterior(crossings)
    grid = torch.linspace(15.0, 45.0, 301)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    left.plot(heights, color=BLUE, label="on the way")
    ceiling = log_evidence(crossings)
    left.axhline(ceiling, color=GREY, linestyle="--", label="evidence")
    left.set(xlabel="step", ylabel="ELBO", xlim=(0, 300))
    left.legend(loc="lower right")
    curves = {
        "where it began: the prior": (CENTRE, SPREAD, GREY, ":"),
        "exact posterior": (mean, sd, ORANGE, "-"),
        "where it ended": (m, s, BLUE, "--"),
    }
    for label, (centre, width, colour, style) in curves.items():
        density = log_normal(grid, centre, width).exp()
        thick = 5 if colour == ORANGE else 2
        right.plot(grid, density, style, color=colour, linewidth=thick, label=label)
    right.set(xlabel="mu [minutes]", ylabel="density", ylim=(0, 0.36))
    right.legend(loc="upper right")
    show.figure(
        figure,
        f"Left: the ELBO rises from {heights[0]:.2f} to {heights[-1]:.2f}; the "
        f"evidence is {ceiling:.2f}. Right: the density at the end, with mean {m:.2f} "
        f"and standard deviation {s:.2f}, lies on that of the exact posterior.",
    )

# %% [markdown]
# By the formula, the walk ends at the posterior itself: the family of normals has it, so the divergence can become 0. By draws
# it ends near by. Twenty numbers from a hat do not have the mean 0 and the standard deviation 1 exactly, and `m` and `s` make up
# for that. With more numbers the mistake becomes smaller.
#
# What did you have to know about the posterior? Nothing. A log joint that can be computed at any place, and a family of
# distributions to look in: that was all.
#
# ## What you can do now
#
# - You can take slopes, by PyTorch and by hand, and you know what adds up in `.grad` and what cuts the memory.
# - You can walk down a slope, and say how large a step may be.
# - You can compute how far one distribution is from another, and in which direction to ask.
# - You can write an ELBO in closed form and by frozen draws, and climb it with an optimiser, with every standard deviation kept
#   positive.
#
# You have now built all parts of a probabilistic programming language by hand: tables, posteriors, programs with named draws
# and their log joints, and a fit that needs no more than these. In step 1 you meet the language in which somebody has put
# them together for you. There, `sample` is `pyro.sample`, a number that a walker may move is a `pyro.param`, and your
# `elbo_draws` with its `fit` is called SVI.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
