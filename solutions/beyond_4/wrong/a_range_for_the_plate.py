# ---
# title: range in place of a plate
# wrong: >-
#   The densities are right and nothing is declared independent.
# caught_by: [sequential_density]
# hint: >-
#   Your loop has the right sites, and Pyro does not know that they are independent. What does a plate say that a
#   range does not?
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in range(len(data)):
        pyro.sample(f"y_{i}", dist.Normal(mu, SPREAD), obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
