# ---
# title: The data are not indexed
# wrong: >-
#   All readings are observed in a plate that holds a batch: the shapes do not fit.
# caught_by: [minibatch_density]
# hint: >-
#   The plate holds a batch, and you observe all readings in it. Which of them belong to this batch?
# ---

# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
