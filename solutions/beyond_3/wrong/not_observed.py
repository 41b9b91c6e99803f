# ---
# title: The spins are drawn, not observed
# wrong: >-
#   obs= is missing: the model makes up spins of its own.
# caught_by: [model_density]
# hint: >-
#   Your model draws spins of its own, whatever the data are. Which argument of `pyro.sample` says that a value was
#   seen?
# ---

# %% grade_id="model"
def model(data):
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f))
