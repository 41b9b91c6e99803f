# ---
# title: A Python loop that uses one site name again and again
# wrong: Every pass of the loop makes a site named y; a trace allows each name once.
# caught_by: [model_plate, model_density, model_draws, model_length]
# hint: >-
#   A loop runs the same `pyro.sample` statement many times, and each time it makes a site of the same name. Names in one run must
#   differ; a plate draws all the readings in a single statement.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    values = []
    for i in range(n_obs):
        obs = None if data is None else data[i]
        values.append(pyro.sample("y", dist.Normal(mu, NOISE), obs=obs))
    return torch.stack(values)
