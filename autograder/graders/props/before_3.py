"""Programs that the graders of before_3 run over a student's `sample`, and distributions with written-down numbers.

A program is a tree of plain data: [name, values, logs, branches], with a branch for each value; what is no list is what
the program returns, and {"raise": text} breaks down.
"""

MOST = 50  # runs of a long program, of which three agree with what is given


class Loaded:
    """A distribution by its list of values and their log probabilities; its draws come from a list, while it lasts."""

    def __init__(self, values, logs, draws=()):
        self.values, self.logs, self.draws = values, logs, draws

    def draw(self):
        return self.draws.pop(0) if self.draws else self.values[0]

    def log_p(self, value):
        return dict(zip(self.values, self.logs, strict=True)).get(value, -float("inf"))

    def support(self):
        return list(self.values)


def program_of(sample, tree, draws=None):
    """A tree as a program. draws: for each name the values that its distribution will draw, run after run."""

    def program():
        at = tree
        while isinstance(at, list):
            name, values, logs, branches = at
            value = sample(name, Loaded(values, logs, (draws or {}).get(name, ())))
            at = branches[values.index(value)]
        if isinstance(at, dict):
            raise ZeroDivisionError(at["raise"])
        return at

    return program


def drawn(Categorical, probs, n):
    """Draws of a distribution."""
    dist = Categorical(probs)
    return [dist.draw() for _ in range(n)]


def facts_of(Categorical, probs, values):
    """The support, and the log probabilities of some values."""
    dist = Categorical(probs)
    return {"support": dist.support(), "log_p": [dist.log_p(value) for value in values]}


def runs(run, sample, tree, draws, times):
    """Several runs of one program, all of whose draws are written down."""
    program = program_of(sample, tree, draws)
    return [run(program) for _ in range(times)]


def scores(log_joint, sample, tree, table):
    """The log joints of several sets of values."""
    return [log_joint(program_of(sample, tree), values) for values in table]


def long_program(sample, logs, n):
    """A site with three values, then n sites with two. logs: of the former; of the latter, for each value of it."""

    begun = []

    def program():
        begun.append(True)
        if len(begun) > MOST:
            raise RuntimeError(
                "of this program only three runs agree with what is given, and it was run far more often"
            )
        kind = sample("kind", Loaded([0, 1, 2], logs[0]))
        for i in range(n):
            sample(f"x_{i}", Loaded([0, 1], logs[1][kind]))
        return f"kind {kind}"

    return program


def long_score(log_joint, sample, logs, n, values):
    """The log joint of a long program."""
    return log_joint(long_program(sample, logs, n), values)


def long_runs(all_runs, sample, logs, n, given):
    """What each run of a long program returned, with its log probability."""
    return [[returned, log_p] for _, returned, log_p in all_runs(long_program(sample, logs, n), given)]


def long_posterior(posterior, sample, logs, n, evidence):
    """The posterior of a long program."""
    return posterior(long_program(sample, logs, n), evidence)


def unchanged(interpret, sample, tree, values):
    """Whether an interpretation leaves the values as they are that it was given."""
    kept = dict(values)
    interpret(program_of(sample, tree), values)
    return values == kept


def twice(interpret, sample, name, *args):
    """A program with one name for two sites; in between stands another."""

    def program():
        sample(name, Loaded([1, 2], [-0.5, -0.9], [2, 1]))
        sample("between", Loaded([1, 2], [-0.5, -0.9], [2, 1]))
        sample(name, Loaded([1, 2], [-0.5, -0.9], [2, 1]))

    return interpret(program, *args)


def breaks_down(interpret, sample, tree, *args):
    """A program that raises an exception in the middle."""
    return interpret(program_of(sample, tree, {"first": [1], "second": [0]}), *args)


def afterwards(interpret, sample, whole, broken, number, *args):
    """What a bare sample statement gives after a run, and after a run that broke down."""
    facts = {}
    draws = {"first": [1, 1], "second": [0, 0]}
    interpret(program_of(sample, whole, draws), *args)
    facts["after a run"] = sample("first", Loaded([number], [0.0], [number]))
    try:
        interpret(program_of(sample, broken, draws), *args)
    except ZeroDivisionError:
        facts["a program that breaks down"] = "reaches the caller"
    facts["after a run that broke down"] = sample("first", Loaded([number], [0.0], [number]))
    return facts


def runs_in_runs(run, sample, numbers):
    """Three runs in each other that share names, and what each of them noted. numbers: what is drawn, in order."""
    left = list(numbers)

    def one(name):
        return sample(name, Loaded(numbers, [0.0] * len(numbers), [left.pop(0)]))

    def innermost():
        return one("a") + one("b")

    def middle():
        one("b")
        values, returned = run(innermost)
        one("c")
        return values, returned

    def outer():
        one("a")
        inner = run(middle)
        one("b")
        one("d")
        return inner

    return run(outer)


def scored_in_scored(log_joint, run, sample, logs, values):
    """Scores inside a score, and a run inside of it too: what the outer one comes to, and what the inner ones gave."""
    inner = []

    def low():
        return sample("a", Loaded([0, 1], logs[1]))

    def high():
        sample("a", Loaded([0, 1], logs[0]))
        inner.append(log_joint(low, {"a": 1 - values["a"]}))
        sample("b", Loaded([0, 1], logs[2]))
        inner.append(run(lambda: sample("b", Loaded([7], [-3.0], [7])))[1])
        sample("c", Loaded([0, 1], logs[3]))

    return [log_joint(high, values), *inner]


def all_in_all(all_runs, sample, logs):
    """A program that asks for all runs of another one in the middle of each of its own."""

    def low():
        return sample("a", Loaded([0, 1, 2], logs[1]))

    def program():
        first = sample("a", Loaded([0, 1], logs[0]))
        runs = all_runs(low, {"a": 2} if first else None)
        second = sample("b", Loaded([0, 1], logs[2]))
        return [first, len(runs), second]

    return all_runs(program)


def everything(all_runs, sample, tree, *given):
    """All runs of a program."""
    return all_runs(program_of(sample, tree), *given)


def answer(posterior, sample, tree, evidence):
    """The posterior of a program."""
    return posterior(program_of(sample, tree), evidence)
