# ---
# title: Only the sum is looked at
# wrong: >-
#   A list with a negative number in it is accepted where the sum is right.
# caught_by: [categorical_log_p]
# hint: >-
#   The sum alone does not make a distribution: numbers that cancel each other can have any sum. What else must hold
#   for each of them?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        if not probs or abs(sum(probs) - 1.0) > 1e-6:
            raise ValueError(f"probs is no distribution: {probs}")
        self.probs = list(probs)

    def draw(self):
        return random.choices(self.support(), self.probs)[0]

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
