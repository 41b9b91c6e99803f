# ---
# title: Variances where Normal takes an sd
# wrong: >-
#   SPREAD ** 2 in both programs.
# caught_by: [sequential_density, vectorised_density]
# hint: >-
#   The second argument of Normal is a standard deviation, and the text's number is one already.
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in pyro.plate("data", len(data)):
        pyro.sample(f"y_{i}", dist.Normal(mu, SPREAD**2), obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD**2), obs=data)
