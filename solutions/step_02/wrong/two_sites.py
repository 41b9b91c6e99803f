# ---
# title: Data have a site of their own
# wrong: >-
#   y is always drawn, and the data are observed at a second site.
# caught_by: [model_observes, likelihood]
# hint: >-
#   You have made a second random variable for the data, beside the one that is still drawn. What was seen
#   is the lateness itself: there is one bus, so there is one site.
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    y = pyro.sample("y", dist.Normal(mu, NOISE))
    if data is None:
        return y
    return pyro.sample("data", dist.Normal(mu, NOISE), obs=data)
