# ---
# title: The plate is made into a list
# wrong: >-
#   list(pyro.plate(...)) runs through the plate at once; what the loop makes stands in no plate.
# caught_by: [sequential_density]
# hint: >-
#   Your loop runs over numbers that came out of the plate, and when it begins the plate is already over. The loop
#   has to go over the plate itself.
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in list(pyro.plate("data", len(data))):
        pyro.sample(f"y_{i}", dist.Normal(mu, SPREAD), obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
