# ---
# title: mu is a plain tensor
# wrong: No pyro.param statement, so mu can never be learned.
# caught_by: [model_density]
# hint: >-
#   Your `mu` is an ordinary tensor, which Pyro does not know. A `pyro.param` statement gives it a name in the param store, where it can be
#   changed and learned.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = torch.tensor(0.0)
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
