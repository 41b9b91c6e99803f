# ---
# title: The sites are counted from 1
# wrong: >-
#   y_1 to y_N instead of y_0 to y_(N-1).
# caught_by: [sequential_density]
# hint: >-
#   From which number on does the text count the readings?
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in pyro.plate("data", len(data)):
        pyro.sample(f"y_{i + 1}", dist.Normal(mu, SPREAD), obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
