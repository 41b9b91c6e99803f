# ---
# title: A draw is a list
# wrong: >-
#   random.choices returns a list, and it is handed on as it is.
# caught_by: [categorical_draws]
# hint: >-
#   What random.choices returns has a value in it, but is none itself. Look at a draw with print and type.
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choices(self.support(), self.probs)

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
