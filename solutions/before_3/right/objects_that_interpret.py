# ---
# title: A class of interpreters with one method to fill in; cumulated probabilities
# ---

# %% grade_id="categorical"
from bisect import bisect_right
from itertools import accumulate


class Categorical:
    """Keeps the probabilities in a dictionary, and their running sums for the draw."""

    def __init__(self, probs):
        self.table = dict(enumerate(probs))
        if not self.table:
            raise ValueError("probs is empty")
        if any(p < 0 for p in probs):
            raise ValueError("probs has a negative number")
        if not math.isclose(sum(probs), 1.0, rel_tol=0.0, abs_tol=1e-6):
            raise ValueError("probs has another sum than 1")
        self.ends = list(accumulate(probs))

    def draw(self):
        """The first value whose running sum is beyond a random number."""
        return bisect_right(self.ends, random.random() * self.ends[-1])

    def log_p(self, value):
        """From the dictionary, where nothing is found for what cannot come."""
        p = self.table.get(value)
        return math.log(p) if p else -math.inf

    def support(self):
        """The keys."""
        return sorted(self.table)


# %% grade_id="run"
class Interpreter:
    """What sample means while a program runs; `value_of` says where the values come from."""

    def __init__(self):
        self.values, self.scores = {}, []

    def value_of(self, name, dist):
        """To be filled in."""
        raise NotImplementedError

    def __call__(self, name, dist):
        if name in self.values:
            raise ValueError(f"{name!r} is there already")
        self.values[name] = value = self.value_of(name, dist)
        self.scores.append((dist, value))
        return value

    def interpret(self, program):
        """Run the program under this meaning, and put back what was there."""
        notebook = globals()
        kept = notebook["meaning"]
        notebook["meaning"] = self
        try:
            return program()
        finally:
            notebook["meaning"] = kept

    @property
    def log_p(self):
        """The sum of all scores."""
        return sum((dist.log_p(value) for dist, value in self.scores), start=0.0)


class Drawing(Interpreter):
    """Takes values from the distributions."""

    def value_of(self, name, dist):
        """A draw."""
        return dist.draw()


def run(program):
    """The notes of a drawing interpreter."""
    drawing = Drawing()
    returned = drawing.interpret(program)
    return drawing.values, returned


# %% grade_id="log_joint"
class Looking(Interpreter):
    """Takes values from a dictionary."""

    def __init__(self, known):
        super().__init__()
        self.known = known

    def value_of(self, name, dist):
        """What is known."""
        try:
            return self.known[name]
        except KeyError:
            raise KeyError(f"there is no value for {name}") from None


def log_joint(program, values):
    """The score of a looking interpreter."""
    looking = Looking(values)
    looking.interpret(program)
    return looking.log_p


# %% grade_id="all_runs"
class Branching(Looking):
    """Takes values from a dictionary as far as it goes, then the first possible ones; notes what else there was."""

    def __init__(self, known, given):
        super().__init__(known)
        self.given, self.elsewhere = given, []

    def value_of(self, name, dist):
        """Given, known, or the first."""
        for source in (self.given, self.known):
            if name in source:
                return source[name]
        first, *others = [v for v in dist.support() if math.isfinite(dist.log_p(v))]
        self.elsewhere += [self.values | {name: other} for other in others]
        return first


def all_runs(program, given=None):
    """Depth first, by recursion over where one could have gone."""

    def below(known):
        branching = Branching(known, given or {})
        returned = branching.interpret(program)
        if math.isfinite(branching.log_p):
            yield branching.values, returned, branching.log_p
        for other in branching.elsewhere:
            yield from below(other)

    return list(below({}))


# %% grade_id="posterior"
def posterior(program, evidence):
    """Sorted by result and grouped; everything is held against the most probable run."""
    runs = [one for one in all_runs(program, evidence) if all(name in one[0] for name in evidence)]
    if len(runs) == 0:
        raise ValueError(f"evidence {evidence} is impossible")
    top = max(run[2] for run in runs)
    scale = math.fsum(math.exp(run[2] - top) for run in runs)
    results = Counter()
    for _, returned, log_p in runs:
        results[returned] += math.exp(log_p - top) / scale
    return dict(results)
