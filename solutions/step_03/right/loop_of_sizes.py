# ---
# title: The plate kept in a variable, its dim written out, conditions in another order
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    """Each case of the text as a branch of its own."""
    if data is None and n_obs is None:
        raise ValueError("model needs either data or n_obs")
    size = data.shape[0] if data is not None else n_obs
    plate = pyro.plate("N", size, dim=-1)
    level = pyro.param("mu", lambda: torch.zeros(()))
    with plate:
        y = pyro.sample("y", dist.Normal(loc=level, scale=NOISE), obs=data)
    return y
