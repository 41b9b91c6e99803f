# ---
# title: The mornings are drawn around a copy of mu
# wrong: >-
#   mu.item() stands in the distribution of y: right draws and densities, but no gradient gets from y to mu.
# caught_by: [model_density]
# hint: >-
#   The distribution of y gets the number that mu has now, not mu itself. It draws and scores as it should, but
#   it has forgotten where the number came from. Which of your words makes a plain number of it?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu.item(), NOISE), obs=data)
