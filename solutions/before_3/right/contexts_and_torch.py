# ---
# title: A context manager for all meanings; torch draws and takes logarithms
# ---

# %% grade_id="categorical"
import torch


class Categorical(torch.distributions.Categorical):
    """A distribution of torch's with the three methods of this lesson."""

    def __init__(self, probs):
        numbers = torch.tensor(probs, dtype=torch.float64)
        if numbers.numel() == 0 or (numbers < 0).any() or (numbers.sum() - 1).abs() > 1e-6:
            raise ValueError("probs has to be a list of probabilities with the sum 1.")
        super().__init__(probs=numbers)

    def draw(self):
        """A fresh draw, as an int."""
        return int(self.sample())

    def log_p(self, value):
        """The logarithm of an entry, where there is one."""
        inside = 0 <= value < len(self.probs)
        return self.probs[value].log().item() if inside else float("-inf")

    def support(self):
        """0, 1, 2, …"""
        return [*range(len(self.probs))]


# %% grade_id="run"
import contextlib


@contextlib.contextmanager
def meaning_is(new):
    """Another meaning for the time of a block."""
    global meaning
    old = meaning
    meaning = new
    try:
        yield
    finally:
        meaning = old


def once(names, name):
    """Note a name that must not be there yet."""
    if name in names:
        raise ValueError(f"two statements are called {name}")
    names.add(name)


def run(program):
    """Notes in a list of pairs, made into a dictionary at the end."""
    names, pairs = set(), []

    def note(name, dist):
        once(names, name)
        pairs.append((name, dist.draw()))
        return pairs[-1][1]

    with meaning_is(note):
        returned = program()
    return dict(pairs), returned


# %% grade_id="log_joint"
def log_joint(program, values):
    """fsum of all scores, in the order of the statements."""
    names, scores = set(), [0.0]

    def score(name, dist):
        once(names, name)
        scores.append(dist.log_p(values[name]))
        return values[name]

    with meaning_is(score):
        program()
    return -math.inf if -math.inf in scores else math.fsum(scores)


# %% grade_id="all_runs"
def all_runs(program, given=None):
    """Breadth first; a script is the list of choices that were made."""
    given, waiting, found = dict(given or {}), [[]], []
    for choices in waiting:  # the list grows while it is walked through
        values, log_p, made = {}, [], iter(choices)
        taken = []

        def choose(name, dist, values=values, log_p=log_p, made=made, taken=taken):
            once_more = name in values
            if once_more:
                raise ValueError(f"two statements are called {name}")
            if name in given:
                values[name] = given[name]
            else:
                values[name] = next(made, None)
                if values[name] is None:
                    first, *rest = (v for v in dist.support() if dist.log_p(v) != -math.inf)
                    values[name] = first
                    waiting.extend([*taken, other] for other in rest)
                taken.append(values[name])
            log_p.append(dist.log_p(values[name]))
            return values[name]

        with meaning_is(choose):
            returned = program()
        if -math.inf not in log_p:
            found.append((values, returned, math.fsum(log_p)))
    return found


# %% grade_id="posterior"
def posterior(program, evidence):
    """The softmax of the log probabilities, with torch."""
    runs = [(r, lp) for values, r, lp in all_runs(program, evidence) if evidence.keys() <= values.keys()]
    if not runs:
        raise ValueError("the evidence cannot be: no run agrees with it")
    shares = torch.tensor([lp for _, lp in runs], dtype=torch.float64).softmax(0).tolist()
    table = dict.fromkeys((r for r, _ in runs), 0.0)
    for (r, _), share in zip(runs, shares, strict=True):
        table[r] += share
    return table
