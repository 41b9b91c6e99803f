# ---
# title: The plate is there for late lines only
# wrong: Below 0 the mornings come from an expanded distribution, so the sites depend on the value of mu.
# caught_by: [model_sites]
# hint: >-
#   What your program declares depends on the value that mu happens to have. Run it with a mu below 0 and with one
#   above, and compare the two tables of shapes.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    if mu < 0:
        return pyro.sample("y", dist.Normal(mu, NOISE).expand([n_obs]), obs=data)
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
