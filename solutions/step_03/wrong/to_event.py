# ---
# title: to_event(1) instead of a plate
# wrong: All readings become one vector-valued draw.
# caught_by: [model_plate]
# hint: >-
#   `to_event` turns all readings into one single value with many parts, which is the opposite of independent readings. Look at which side
#   of the bar the length stands in the table of shapes.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE).expand([n_obs]).to_event(1), obs=data)
