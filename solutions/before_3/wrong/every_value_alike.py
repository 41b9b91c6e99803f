# ---
# title: Every value comes equally often
# wrong: >-
#   random.choice takes no notice of the probabilities.
# caught_by: [categorical_draws]
# hint: >-
#   Draw many times and count: with your class each value comes equally often. Where do the probabilities enter into
#   the draw?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choice(self.support())

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
