# ---
# title: The prior is scaled with the batch
# wrong: >-
#   mu stands inside a scale that is meant for the readings.
# caught_by: [minibatch_density]
# hint: >-
#   The readings are multiplied because each speaks for several. mu is there once: how often should its prior count?
# ---

# %% grade_id="minibatch"
def minibatch(data, size):
    with poutine.scale(scale=len(data) / size):
        mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data[ids])
