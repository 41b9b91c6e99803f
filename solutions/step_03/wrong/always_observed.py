# ---
# title: Always observed with the notebook's own example
# wrong: Without data the model observes a stored example instead of drawing.
# caught_by: [model_draws]
# hint: >-
#   Without data nothing may be observed: your program should then draw `n_obs` new readings. `obs=None` does just that.
# ---

# %% grade_id="model"
EXAMPLE = torch.tensor([1.0, 2.5, 4.0])


def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("give data or n_obs")
    if data is None:
        data = EXAMPLE.repeat(n_obs)[:n_obs]
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", len(data)):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
