# ---
# title: The last toss is counted too
# wrong: >-
#   The number of tosses is returned, which is one more than that of the zeros.
# caught_by: [geometric_runs, geometric_law]
# hint: >-
#   How many zeros has a run whose first toss is a 1, and what do you return for it?
# ---

# %% grade_id="geometric"
def geometric(p, t=0):
    x = pyro.sample(f"x_{t}", dist.Bernoulli(p))
    return 1 if x.item() == 1.0 else 1 + geometric(p, t + 1)
