# ---
# title: The probability itself
# wrong: >-
#   log_p gives the probability and not its logarithm.
# caught_by: [categorical_log_p]
# hint: >-
#   What your log_p gives for a value that can come is never negative. The name of the method says what is still to
#   be done with the probability.
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
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return float(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
