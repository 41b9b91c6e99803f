# ---
# title: The names begin at zero whatever t is
# wrong: >-
#   t is not used.
# caught_by: [geometric_runs]
# hint: >-
#   Your names are those of a run that begins at zero. What does the second argument say about the first name?
# ---

# %% grade_id="geometric"
def geometric(p, t=0):
    zeros = 0
    while pyro.sample(f"x_{zeros}", dist.Bernoulli(p)).item() == 0.0:
        zeros += 1
    return zeros
