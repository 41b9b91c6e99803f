# ---
# title: All sites of the loop have one name
# wrong: >-
#   Each pass makes a site 'y': Pyro refuses the second one.
# caught_by: [sequential_density]
# hint: >-
#   Your loop makes the same site again for every reading, and a name may stand for one site only. How does the text
#   name the sites?
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
