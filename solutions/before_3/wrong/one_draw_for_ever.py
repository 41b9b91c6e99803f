# ---
# title: One draw is made, and repeated
# wrong: >-
#   The value is drawn when the object is made.
# caught_by: [categorical_draws]
# hint: >-
#   One object of your class always gives the same value. When is the die thrown: when it is made, or each time that
#   somebody asks?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or min(probs) < 0.0 or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)
        [self.value] = random.choices(self.support(), self.probs)

    def draw(self):
        return self.value

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
