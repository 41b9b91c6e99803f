# ---
# title: Only the squared distances
# wrong: >-
#   The part of the log density that depends on sigma alone is left out.
# caught_by: [score_value, per_reading_value, best_settings]
# hint: >-
#   Your score has the squared distances and nothing else. A part is missing that does not depend on the
#   data but on sigma, and without it the widest sigma always wins.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return -(((data - mu) / sigma) ** 2).sum().item() / 2
