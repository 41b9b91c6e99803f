# ---
# title: The support lacks what has the probability 0
# wrong: >-
#   Only values with a positive probability are listed.
# caught_by: [categorical_log_p]
# hint: >-
#   The text says which values are in the support: also those that never come. Does yours have as many as there are
#   numbers in the list?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choices(range(len(self.probs)), self.probs)[0]

    def log_p(self, value):
        if value not in self.support():
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return [k for k, p in enumerate(self.probs) if p > 0.0]
