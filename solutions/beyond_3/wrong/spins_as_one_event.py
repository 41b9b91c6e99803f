# ---
# title: The spins are one event instead of a plate
# wrong: >-
#   to_event(1) makes one draw of N spins; there is no plate N.
# caught_by: [model_density]
# hint: >-
#   The spins are independent of one another given f. Your model declares them as one draw with many parts. Which
#   statement declares independent draws?
# ---

# %% grade_id="model"
def model(data):
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    pyro.sample("y", dist.Bernoulli(f).expand([len(data)]).to_event(1), obs=data)
