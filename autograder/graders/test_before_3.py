"""Hidden graders of before_3, programs that evaluate themselves: exact answers for programs that the grader makes.

A program is a tree, [name, values, logs, branches]; every number that has to come out is computed here, from the tree.
The distributions are the grader's own, so only the first two graders depend on the student's.
"""

import math
from collections.abc import Iterator

from autograder import expect, probes
from autograder.probes import Name, Prop

SAMPLE = Name("sample")
IMPOSSIBLE = -math.inf
FLAT = [
    "first",
    [0, 1],
    [0.0, IMPOSSIBLE],
    ["end", "end"],
]  # a program with a value that cannot come, and no harm in it
# Three coins as unlike as can be: after many observations their log probabilities differ by more than exp can take.
FAR_APART = [[math.log(1.0 - p), math.log(p)] for p in (0.05, 0.95, 0.5)]
MANY = 1500  # sites: the product of their probabilities is zero for a float


def shares(variant, k):
    """k probabilities with the sum 1, none of them small."""
    weights = [variant.uniform(0.5, 3.0) for _ in range(k)]
    return [weight / sum(weights) for weight in weights]


def logs(variant, k):
    """The log probabilities of k values."""
    return [math.log(p) for p in shares(variant, k)]


def crossed(variant):
    """A program whose statements come in another order, with other sizes, or not at all, as the first value has it."""
    low, high = [2, 3], [5, 6, 8]
    return [
        "door",
        [0, 1, 4],
        logs(variant, 3),
        [
            [
                "cat",
                low,
                logs(variant, 2),
                [
                    ["dog", high, logs(variant, 3), ["fern", "moss", "fern"]],
                    ["dog", high, logs(variant, 3), ["moss", "ivy", "moss"]],
                ],
            ],
            [
                "dog",
                high,
                logs(variant, 3),
                [
                    "ivy",
                    ["cat", low, logs(variant, 2), ["fern", "reed"]],
                    ["owl", [0, 1, 2, 3], logs(variant, 4), ["fern", "moss", "ivy", "ivy"]],
                ],
            ],
            "moss",
        ],
    ]


def weird():
    """Three coins: B comes before C where A shows a 1, and C before B where it shows a 0."""

    def coin(p):
        return [math.log(1.0 - p), math.log(p)]

    def last(name, p):
        return [name, [0, 1], coin(p), ["even", "odd"]]

    first = ["C", [0, 1], coin(0.4), [last("B", 0.2), last("B", 0.1)]]
    second = ["B", [0, 1], coin(0.3), [last("C", 0.6), last("C", 0.2)]]
    return ["A", [0, 1], coin(0.5), [first, second]]


def cliffs(variant):
    """A program that breaks down wherever a value is drawn that cannot come."""
    p, q = logs(variant, 2), logs(variant, 2)
    cliff = {"raise": "a value that cannot come was drawn"}
    third = ["third", [0, 1, 2], [q[0], IMPOSSIBLE, q[1]], ["low", cliff, "high"]]
    return ["first", [7, 8, 9], [IMPOSSIBLE, *p], [cliff, third, "end"]]


def pair(variant, end="end"):
    """A program with two statements; `end` is what it returns, or how it breaks down."""
    second = ["second", [0, 1], logs(variant, 2), [end, end]]
    return ["first", [0, 1], logs(variant, 2), [second, second]]


def all_of(tree, given=None, values=None, log_p=0.0) -> Iterator[tuple[dict, object, float]]:
    """All runs of a tree, exactly: (values, returned, log_p), those with the probability 0 left out."""
    given, values = given or {}, values or {}
    if not isinstance(tree, list):
        yield values, tree, log_p
        return
    name, support, scores, branches = tree
    for value, score, branch in zip(support, scores, branches, strict=True):
        if score > IMPOSSIBLE and given.get(name, value) == value:
            yield from all_of(branch, given, values | {name: value}, log_p + score)


def ask(program, *given):
    """The step that calls a program of the props with objects of the student's and with data."""
    return probes.call(Prop("before_3", program), given)


def told(values):
    """The values of a run as a text, whatever their order."""
    return ", ".join(f"{name}={values[name]}" for name in sorted(values))


# --- distributions -----------------------------------------------------------------------------------------------


def test_categorical_draws(student, variant, tries):
    """The counts of many draws, for two lists of probabilities, one of them with a zero in it."""
    probs, n = shares(variant, 4), 3000
    first, *others = sorted(shares(variant, 3))
    lists = [sorted(probs, reverse=True), [first, 0.0, *others]]
    for attempt in tries:
        with attempt as seed:
            steps = [
                probes.call(Prop("before_3", "drawn"), (Name("Categorical"), one, n), stochastic=True) for one in lists
            ]
            answers = student.sequence(*steps, seed=seed)
            for draws, wanted in zip(answers, lists, strict=True):
                plain = isinstance(draws, list) and all(type(value) is int for value in draws)
                expect.that(plain, "Not every draw of a Categorical is a plain whole number.", code="plain")
                expect.length(draws, n, "the list of draws")
                inside = set(draws) <= set(range(len(wanted)))
                expect.that(inside, "A Categorical has drawn what is no value of it.", code="outside")
                for value, p in enumerate(wanted):
                    off = abs(draws.count(value) - n * p)
                    far = "Of many draws of a Categorical, a value came far too often or too seldom."
                    expect.that(off <= 4.5 * math.sqrt(n * p * (1 - p)), far, code="share")


def test_categorical_log_p(student, variant):
    """log_p and support for lists of one to five numbers, for what cannot come, and lists that are no distribution."""
    five = shares(variant, 5)
    lists = [five, [*five[:2], 0.0, *five[2:]], [1.0], [0.0, 1.0], [0.3, 0.7 + 4e-7]]
    asked = [[*range(len(probs)), len(probs), -1, -len(probs)] for probs in lists]
    steps = [ask("facts_of", Name("Categorical"), *question) for question in zip(lists, asked, strict=True)]
    answers = student.sequence(*steps)
    bad = {
        "an empty list": [],
        "a list with a negative number": [1.3, -0.3],
        "a list with too large a sum": [0.5, 0.52],
        "a list with too small a sum": [0.5, 0.48],
    }
    errors = {what: student.error("Categorical", (probs,)) for what, probs in bad.items()}

    for facts, probs, values in zip(answers, lists, asked, strict=True):
        expect.dictionary(facts, "the table of facts about a Categorical", ["support", "log_p"])
        expect.equal(facts["support"], list(range(len(probs))), f"the support of {len(probs)} values", code="support")
        expect.length(facts["log_p"], len(values), "the list of log probabilities")
        for value, got in zip(values, facts["log_p"], strict=True):
            what = f"log_p({value}) for {len(probs)} values"
            kind = isinstance(got, float)
            expect.that(kind, f"What came of {what} is no plain float.", code="kind of log_p")
            p = probs[value] if 0 <= value < len(probs) else 0.0
            if p > 0.0:
                expect.close(got, math.log(p), what, code="log_p")
            else:
                expect.equal(got, IMPOSSIBLE, what, code="log_p of what cannot come")
    for what, error in errors.items():
        expect.raised(error, "ValueError", f"Categorical with {what}", mentions=("probs",), code=what)


# --- run ---------------------------------------------------------------------------------------------------------


def test_run_values(student, variant):
    """Runs of programs whose draws the grader has written down: the names in order, the values, what is returned."""
    tree, coins = crossed(variant), weird()
    orders = {"door": [1, 0, 4, 1, 0], "dog": [6, 8, 8, 5], "cat": [3, 2, 3], "owl": [2, 1, 0]}
    paths = [
        ({"door": 1, "dog": 6, "cat": 3}, tree[3][1][3][1][3][1]),
        ({"door": 0, "cat": 2, "dog": 8}, tree[3][0][3][0][3][2]),
        ({"door": 4}, tree[3][2]),
        ({"door": 1, "dog": 8, "owl": 2}, tree[3][1][3][2][3][2]),
        ({"door": 0, "cat": 3, "dog": 5}, tree[3][0][3][1][3][0]),
    ]
    flips = {"A": [1, 0, 1], "B": [0, 1, 1], "C": [1, 0, 0]}
    flipped = [
        ({"A": 1, "B": 0, "C": 1}, "odd"),
        ({"A": 0, "C": 0, "B": 1}, "odd"),
        ({"A": 1, "B": 1, "C": 0}, "even"),
    ]
    steps = [
        ask("runs", Name("run"), SAMPLE, tree, orders, len(paths)),
        ask("runs", Name("run"), SAMPLE, coins, flips, len(flipped)),
        ask("runs", Name("run"), SAMPLE, "nothing", {}, 1),
    ]
    answers = student.sequence(*steps)

    for got, wanted in zip(answers, (paths, flipped, [({}, "nothing")]), strict=True):
        expect.length(got, len(wanted), "the list of runs")
        for one, (values, returned) in zip(got, wanted, strict=True):
            expect.length(one, 2, "what run returned, a pair (values, returned),", code="pair")
            expect.dictionary(one[0], "the values of a run", values, code="values")
            expect.equal(
                list(one[0]), list(values), "the names of a run, in the order of the statements,", code="order"
            )
            expect.equal(one[0], values, "the values of a run, which the program's distributions drew,", code="drawn")
            expect.equal(one[1], returned, "what run gave beside the values, which is what the program returned,")


def test_run_leaves(student, variant, credit):
    """Names that come twice, programs that break down, runs inside runs, and what sample means afterwards."""
    run, number = Name("run"), variant.integer(20, 90)
    whole, broken = pair(variant), pair(variant, {"raise": "the lamp fell over"})
    error = student.error(Prop("before_3", "twice"), (run, SAMPLE, "heron"))
    through = student.error(Prop("before_3", "breaks_down"), (run, SAMPLE, broken))
    numbers = [variant.integer(10 * k, 10 * k + 9) for k in range(1, 8)]
    facts, nested = student.sequence(
        ask("afterwards", run, SAMPLE, whole, broken, number), ask("runs_in_runs", run, SAMPLE, numbers)
    )

    expect.raised(error, "ValueError", "a run of a program that uses the name heron twice", mentions=("heron",))
    what = "a run of a program that breaks down"
    expect.raised(through, "ZeroDivisionError", what, mentions=("the lamp fell over",), code="through")
    same_meaning(facts, number, "run")
    credit(0.5)
    a, b, c, d, e, f, g = numbers
    innermost = [{"a": c, "b": d}, c + d]
    wanted = [{"a": a, "b": f, "d": g}, [{"b": b, "c": e}, innermost]]
    expect.equal(nested, wanted, "what came of runs inside runs that have names in common", code="nested")


def same_meaning(facts, number, name):
    """After runs of any end a bare sample statement draws, and the exception of a program has come through."""
    wanted = {
        "after a run": number,
        "a program that breaks down": "reaches the caller",
        "after a run that broke down": number,
    }
    expect.dictionary(facts, f"the table of facts about {name}")
    for what, value in wanted.items():
        told = f"Outside of {name}, a sample statement does not do what it did before: {what}."
        if isinstance(value, str):
            told = f"The exception of a program that breaks down does not reach the caller of {name}."
        expect.that(facts.get(what) == value, told, code=what)


# --- log_joint ---------------------------------------------------------------------------------------------------


def test_joint_value(student, variant):
    """Log joints of several runs, with other names and values beside them, and of a program with many statements."""
    questions = []
    for tree in (crossed(variant), weird()):
        runs = list(all_of(tree))
        picked = [runs[variant.integer(0, len(runs) - 1)] for _ in range(6)] if len(runs) > 8 else runs
        questions.append((tree, picked))
    steps = [
        ask("scores", Name("log_joint"), SAMPLE, tree, [values | {"elsewhere": 3} for values, _, _ in runs])
        for tree, runs in questions
    ]
    lengths = [logs(variant, 3), [logs(variant, 2) for _ in range(3)]]
    kind = variant.integer(0, 2)
    bits = [int(x < 0.4) for x in variant.uniform(0.0, 1.0, MANY).tolist()]
    values = {"kind": kind} | {f"x_{i}": bit for i, bit in enumerate(bits)}
    steps += [
        ask("long_score", Name("log_joint"), SAMPLE, lengths, MANY, values),
        ask("scores", Name("log_joint"), SAMPLE, "nothing", [{}, {"elsewhere": 3}]),
    ]
    *answers, long, nothing = student.sequence(*steps)

    for got, (_, runs) in zip(answers, questions, strict=True):
        expect.length(got, len(runs), "the list of log joints")
        for score, (values, _, log_p) in zip(got, runs, strict=True):
            expect.number(score, f"the log joint of {told(values)}", code="number")
            expect.close(score, log_p, f"the log joint of {told(values)}", code="score")
    exact = lengths[0][kind] + sum(lengths[1][kind][bit] for bit in bits)
    expect.number(long, "the log joint of a program with many statements", code="many")
    expect.close(long, exact, "the log joint of a program with many statements", code="many")
    expect.equal(nothing, [0.0, 0.0], "the log joint of a program without any statement, asked twice,")


def test_joint_leaves(student, variant, credit):
    """Missing names, names that come twice, values that cannot come, other interpretations inside, and what is left."""
    joint, number = Name("log_joint"), variant.integer(20, 90)
    whole, broken = pair(variant), pair(variant, {"raise": "the lamp fell over"})
    values = {"first": 1, "second": 0, "between": 1}
    missing = student.error(Prop("before_3", "scores"), (joint, SAMPLE, whole, [{"first": 1}]))
    error = student.error(Prop("before_3", "twice"), (joint, SAMPLE, "heron", {"heron": 1, "between": 2}))
    through = student.error(Prop("before_3", "breaks_down"), (joint, SAMPLE, broken, values))
    scores = [logs(variant, 2) for _ in range(4)]
    asked = {"a": 1, "b": 0, "c": 1}
    facts, kept, nested = student.sequence(
        ask("afterwards", joint, SAMPLE, whole, broken, number, values),
        ask("unchanged", joint, SAMPLE, whole, values),
        ask("scored_in_scored", joint, Name("run"), SAMPLE, scores, asked),
    )
    never = student.call(Prop("before_3", "scores"), (joint, SAMPLE, FLAT, [{"first": 1}]))

    what = "log_joint without a value for the name second"
    expect.raised(missing, "KeyError", what, mentions=("second",), code="missing")
    expect.raised(error, "ValueError", "log_joint of a program that uses the name heron twice", mentions=("heron",))
    what = "log_joint of a program that breaks down"
    expect.raised(through, "ZeroDivisionError", what, mentions=("the lamp fell over",), code="through")
    same_meaning(facts, number, "log_joint")
    expect.equal(never, [IMPOSSIBLE], "the log joint of a value that cannot come", code="impossible")
    expect.that(kept is True, "The values are not what they were before log_joint.", code="kept")
    credit(0.5)
    outer = scores[0][1] + scores[2][0] + scores[3][1]
    what = "the log joints of a program that asks for another log joint and a run, and of these,"
    expect.close(nested, [outer, scores[1][0], 7], what, code="nested")


# --- all_runs ----------------------------------------------------------------------------------------------------


def same_runs(got, wanted, what):
    """The same runs, in any order, with the same returned things and log probabilities."""
    expect.that(isinstance(got, list), f"What {what} returned is no list.", code="list")
    found = {}
    for one in got:
        expect.length(one, 3, f"a run of {what}, a triple (values, returned, log_p),", code="triple")
        expect.dictionary(one[0], f"the values of a run of {what}", code="values")
        expect.that(told(one[0]) not in found, f"A run comes twice in {what}.", code="a run twice")
        found[told(one[0])] = one
    expect.that(len(found) == len(wanted), f"The number of runs of {what} is {len(found)}.", code="how many")
    for values, returned, log_p in wanted:
        expect.that(told(values) in found, f"A run is missing in {what}.", code="missing run")
        mine, mine_returned, mine_log_p = found[told(values)]
        expect.equal(mine, values, f"the values of a run of {what}", code="run")
        expect.equal(mine_returned, returned, f"what is returned in a run of {what}", code="returned")
        expect.floats([mine_log_p], f"the log_p of a run of {what}", code="log_p")
        expect.close(mine_log_p, log_p, f"log_p of a run of {what}", code="log_p")


def test_runs_all(student, variant):
    """All runs of programs whose statements depend on values, and of one that makes no sense where it cannot come."""
    trees = {
        "a program whose statements change with the first value": crossed(variant),
        "three coins in two orders": weird(),
        "a program with values that cannot come": cliffs(variant),
        "a program without statements": "nothing",
    }
    answers = student.sequence(*(ask("everything", Name("all_runs"), SAMPLE, tree) for tree in trees.values()))

    for got, (what, tree) in zip(answers, trees.items(), strict=True):
        same_runs(got, list(all_of(tree)), what)


def test_runs_given(student, variant, credit):
    """Runs with something given, also with very many names; errors, what is left, and all runs inside of all runs."""
    everything, number = Name("all_runs"), variant.integer(20, 90)
    tree, coins, steep = crossed(variant), weird(), cliffs(variant)
    cases = [(tree, {"dog": 8, "elsewhere": 1}), (tree, {"owl": 3, "cat": 2}), (coins, {"C": 1, "A": 0})]
    cases += [(coins, None), (steep, {"third": 0})]
    whole, broken = pair(variant), pair(variant, {"raise": "the lamp fell over"})
    lengths = [logs(variant, 3), [logs(variant, 2) for _ in range(3)]]
    given = {f"x_{i}": int(x < 0.4) for i, x in enumerate(variant.uniform(0.0, 1.0, MANY).tolist())}
    scores = [logs(variant, 2), logs(variant, 3), logs(variant, 2)]
    error = student.error(Prop("before_3", "twice"), (everything, SAMPLE, "heron"))
    through = student.error(Prop("before_3", "breaks_down"), (everything, SAMPLE, broken))
    *answers, none, long, facts, kept, inside = student.sequence(
        *(ask("everything", everything, SAMPLE, *case) for case in cases),
        ask("everything", everything, SAMPLE, FLAT, {"first": 1}),
        ask("long_runs", everything, SAMPLE, lengths, MANY, given),
        ask("afterwards", everything, SAMPLE, whole, broken, number),
        ask("unchanged", everything, SAMPLE, coins, {"C": 1}),
        ask("all_in_all", everything, SAMPLE, scores),
    )

    for got, (tree, some) in zip(answers, cases, strict=True):
        same_runs(got, list(all_of(tree, some)), f"a program with given = {some}")
    expect.equal(none, [], "the list of runs when what is given cannot come", code="impossible")
    expect.length(long, 3, "the list of runs of a program with very many names given", code="long")
    ones = sum(given.values())
    exact = [lengths[0][k] + ones * lengths[1][k][1] + (MANY - ones) * lengths[1][k][0] for k in range(3)]
    for one in long:
        expect.length(one, 2, "a run of a program with very many names given", code="long run")
    found = {str(returned): log_p for returned, log_p in long}
    for k, log_p in enumerate(exact):
        expect.that(f"kind {k}" in found, "A run is missing when very many names are given.", code="long missing")
        expect.close(found[f"kind {k}"], log_p, "log_p of a run when very many names are given", code="long log_p")
    credit(0.5)
    expect.raised(error, "ValueError", "all_runs of a program that uses the name heron twice", mentions=("heron",))
    what = "all_runs of a program that breaks down"
    expect.raised(through, "ZeroDivisionError", what, mentions=("the lamp fell over",), code="through")
    same_meaning(facts, number, "all_runs")
    expect.that(kept is True, "The dictionary given is not what it was before all_runs.", code="kept")
    wanted = [({"a": a, "b": b}, [a, 1 if a else 3, b], scores[0][a] + scores[2][b]) for a in (0, 1) for b in (0, 1)]
    same_runs(inside, wanted, "a program that asks for all runs of another one")


# --- posterior ---------------------------------------------------------------------------------------------------


def exact_posterior(tree, evidence):
    """What the runs that agree with the evidence return, with their shares, exactly."""
    weights = {}
    for values, returned, log_p in all_of(tree, evidence):
        if set(evidence) <= set(values):
            weights[returned] = weights.get(returned, 0.0) + math.exp(log_p)
    return {returned: weight / sum(weights.values()) for returned, weight in weights.items()}


def test_posterior_table(student, variant):
    """Posteriors for several programs and evidence, also very many observations; evidence that no run agrees with."""
    tree, coins = crossed(variant), weird()
    cases = [(tree, {}), (tree, {"dog": 8}), (tree, {"cat": 3}), (coins, {"B": 1, "C": 0}), (coins, {"C": 1})]
    # in the last one the evidence is all that the run meets
    cases += [(cliffs(variant), {"third": 0}), (tree, {"door": 1, "dog": 6}), (tree, {"door": 4})]
    posterior = Name("posterior")
    prior, narrow = logs(variant, 3), near(variant)
    evidence = {f"x_{i}": int(x < 0.5) for i, x in enumerate(variant.uniform(0.0, 1.0, MANY).tolist())}
    *answers, close, apart = student.sequence(
        *(ask("answer", posterior, SAMPLE, *case) for case in cases),
        *(ask("long_posterior", posterior, SAMPLE, [prior, coins], MANY, evidence) for coins in (narrow, FAR_APART)),
    )
    # a value that cannot come, no such name, and no run in which both names are met
    bad = [(FLAT, {"first": 1}), (tree, {"mouse": 1}), (tree, {"cat": 2, "owl": 1})]
    errors = [student.error(Prop("before_3", "answer"), (posterior, SAMPLE, *one)) for one in bad]

    for got, (tree, some) in zip(answers, cases, strict=True):
        same_table(got, exact_posterior(tree, some), f"the posterior with the evidence {some}")
    ones = sum(evidence.values())
    for got, coins in ((close, narrow), (apart, FAR_APART)):
        exact = [prior[k] + ones * coins[k][1] + (MANY - ones) * coins[k][0] for k in range(3)]
        weights = [math.exp(log_p - max(exact)) for log_p in exact]
        wanted = {f"kind {k}": weight / sum(weights) for k, weight in enumerate(weights)}
        same_table(got, wanted, "the posterior with very many observations")
    for (_, one), error in zip(bad, errors, strict=True):
        what = f"posterior with the evidence {one}, with which no run agrees"
        expect.raised(error, "ValueError", what, mentions=("evidence",), code=f"no run agrees: {one}")


def near(variant):
    """Three coins that differ little, so that very many observations leave some doubt between them."""
    p = variant.uniform(0.45, 0.5)
    return [[math.log(1.0 - q), math.log(q)] for q in (p, p + 0.01, p + 0.025)]


def same_table(got, wanted, what):
    """The same things with the same probabilities, as plain floats."""
    expect.dictionary(got, what, wanted, code="table")
    for returned, p in wanted.items():
        expect.number(got[returned], f"the probability of '{returned}' in {what}", code="p")
        expect.close(got[returned], p, f"the probability of '{returned}' in {what}", code="p")
