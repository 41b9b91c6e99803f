# ---
# title: Only the square of the distance
# wrong: >-
#   The part of the log density that does not depend on the value is left out.
# caught_by: [likelihood]
# hint: >-
#   Your number has the right ups and downs but the wrong height: a part of the log density is missing that
#   is the same for every value. The distribution object, or a trace, gives you all of it.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    mu = pyro.param("mu", torch.tensor(0.0)).item()
    return -(((value - mu) / NOISE) ** 2) / 2
