# ---
# title: All tosses have one name
# wrong: >-
#   The site is x in every call, so a run has several sites of one name.
# caught_by: [geometric_runs, geometric_law]
# hint: >-
#   All of your tosses have the same name. Each is a random variable of its own, and so needs a name of its own.
# ---

# %% grade_id="geometric"
def geometric(p, t=0):
    x = pyro.sample("x", dist.Bernoulli(p))
    return 0 if x.item() == 1.0 else 1 + geometric(p, t + 1)
