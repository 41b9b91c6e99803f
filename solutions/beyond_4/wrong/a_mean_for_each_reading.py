# ---
# title: mu stands inside the plate
# wrong: >-
#   Each reading gets a mean of its own.
# caught_by: [vectorised_density]
# hint: >-
#   What stands inside the plate is there once for each reading. How many means does the valley have?
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in pyro.plate("data", len(data)):
        pyro.sample(f"y_{i}", dist.Normal(mu, SPREAD), obs=data[i])


def vectorised(data):
    with pyro.plate("data", len(data)):
        mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
