# ---
# title: The draws count from 1 on
# wrong: >-
#   The value of the first probability is drawn as 1.
# caught_by: [categorical_draws]
# hint: >-
#   Compare the values that you draw with your own support. What is the smallest value, and can it come?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choices(self.support(), self.probs)[0] + 1

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
