# ---
# title: The logarithm of a probability of 0
# wrong: >-
#   math.log(0) raises ValueError in place of giving -inf.
# caught_by: [categorical_log_p]
# hint: >-
#   Your log_p breaks down for a value that has the probability 0. Python refuses to take that logarithm, so this
#   case needs a line of its own.
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
        if value not in self.support():
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
