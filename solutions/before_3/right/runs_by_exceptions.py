# ---
# title: A stack of meanings behind one dispatcher; a choice stops the run, which begins again for each value
# ---

# %% grade_id="categorical"
class Categorical:
    """Draws by going along the list until the random number is used up."""

    def __init__(self, probs):
        match list(probs):
            case []:
                raise ValueError("probs: at least one")
            case numbers if min(numbers) < 0:
                raise ValueError("probs: none may be negative")
            case numbers if not -1e-6 <= sum(numbers) - 1 <= 1e-6:
                raise ValueError("probs: their sum is 1")
            case numbers:
                self.probs = tuple(numbers)

    def draw(self):
        """Along the list; the last value that can come catches what rounding leaves over."""
        left = random.uniform(0.0, sum(self.probs))
        possible = [value for value in self.support() if self.probs[value] > 0]
        for value in possible:
            left -= self.probs[value]
            if left < 0:
                return value
        return possible[-1]

    def log_p(self, value):
        """A logarithm where there is one."""
        for known, p in enumerate(self.probs):
            if known == value and p > 0:
                return math.log(p)
        return -math.inf

    def support(self):
        """A list of ints."""
        return [value for value, _ in enumerate(self.probs)]


# %% grade_id="run"
stack = []


def under(interpreter, program):
    """Call the program with an interpreter on top of the stack."""
    global meaning
    outside = meaning
    stack.append(interpreter)
    meaning = lambda name, dist: stack[-1](name, dist)  # noqa: E731
    try:
        return program()
    finally:
        stack.pop()
        meaning = outside


def run(program):
    """The dictionary refuses a name that it has."""
    noted = {}

    def interpreter(name, dist):
        if name in noted:
            raise ValueError(f"{name}: twice")
        return noted.setdefault(name, dist.draw())

    result = under(interpreter, program)
    return noted, result


# %% grade_id="log_joint"
def log_joint(program, values):
    """Crosses names off a set of those that have come."""
    come, total = set(), 0.0

    def interpreter(name, dist):
        nonlocal total
        if name in come:
            raise ValueError(f"{name}: twice")
        if name not in values:
            raise KeyError(name)
        come.add(name)
        total = total + dist.log_p(values[name])
        return values[name]

    under(interpreter, program)
    return total


# %% grade_id="all_runs"
class Choice(BaseException):
    """A run has come to a statement that nobody has decided yet."""


def all_runs(program, given=None):
    """Decides one more statement each time that a run stops."""
    decided = given if given is not None else {}

    def follow(script):
        seen, scores = {}, []

        def interpreter(name, dist):
            if name in seen:
                raise ValueError(f"{name}: twice")
            if name not in decided and name not in script:
                raise Choice(name, [v for v in dist.support() if dist.log_p(v) > -math.inf])
            seen[name] = decided[name] if name in decided else script[name]
            scores.append(dist.log_p(seen[name]))
            return seen[name]

        try:
            result = under(interpreter, program)
        except Choice as choice:
            name, values = choice.args
            return [one for value in values for one in follow({**script, name: value})]
        total = math.fsum(scores) if all(map(math.isfinite, scores)) else -math.inf
        return [(seen, result, total)] if total > -math.inf else []

    return follow({})


# %% grade_id="posterior"
def posterior(program, evidence):
    """Adds up logarithms by result, two at a time."""
    heights = {}
    for values, result, log_p in all_runs(program, dict(evidence)):
        if not set(evidence) - set(values):
            high, low = max(heights.get(result, -math.inf), log_p), min(heights.get(result, -math.inf), log_p)
            heights[result] = high + math.log1p(math.exp(low - high))
    if not heights:
        raise ValueError("evidence: it agrees with no run")
    top = max(heights.values())
    whole = sum(math.exp(height - top) for height in heights.values())
    return {result: math.exp(height - top) / whole for result, height in heights.items()}
