# ---
# title: Any list will do
# wrong: >-
#   Nothing is checked when the object is made.
# caught_by: [categorical_log_p]
# hint: >-
#   Make a distribution of numbers that have another sum, or of none at all. Who tells you that this cannot be?
# ---

# %% grade_id="categorical"
class Categorical:
    def __init__(self, probs):
        self.probs = list(probs)

    def draw(self):
        return random.choices(self.support(), self.probs)[0]

    def log_p(self, value):
        if value not in self.support() or self.probs[value] == 0.0:
            return -math.inf
        return math.log(self.probs[value])

    def support(self):
        return list(range(len(self.probs)))
