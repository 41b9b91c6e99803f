# ---
# title: Always the first readings
# wrong: >-
#   The plate's indices are not used: data[:size].
# caught_by: [minibatch_density]
# hint: >-
#   Your program looks at the same readings in every run, whatever batch the plate has drawn. What does the plate
#   hand you?
# ---

# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data[:size])
