# ---
# title: Minus one is the last value
# wrong: >-
#   A list of Python counts negative indices from its end.
# caught_by: [categorical_log_p]
# hint: >-
#   Ask your class for the log probability of -1. Can this value come? A list has its own view of negative numbers.
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choices(self.support(), self.probs)[0]

    def log_p(self, value):
        if value >= len(self.probs) or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
