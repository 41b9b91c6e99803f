# ---
# title: The plate is as large as the batch
# wrong: >-
#   A batch is picked by hand and the plate has its size: nothing speaks for the readings left out.
# caught_by: [minibatch_density]
# hint: >-
#   Your plate believes that the batch is all there is. Who speaks for the readings that are not in it? Look at the
#   two sizes that a plate can have.
# ---

# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    batch = data[torch.randperm(len(data))[:size]]
    with pyro.plate("data", size):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=batch)
