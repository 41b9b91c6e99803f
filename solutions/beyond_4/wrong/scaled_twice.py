# ---
# title: The batch is scaled twice
# wrong: >-
#   poutine.scale multiplies once more what the plate has scaled.
# caught_by: [minibatch_density]
# hint: >-
#   A reading of your batch speaks for too many. The plate scales by itself; who else does in your program?
# ---

# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size) as ids, poutine.scale(scale=len(data) / size):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data[ids])
