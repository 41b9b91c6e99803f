# ---
# title: The distribution is expanded, there is no plate
# wrong: expand([n]) gives the right numbers and the right log density, but no site is declared independent.
# caught_by: [model_plate]
# hint: >-
#   Your readings come from one `expand` of the distribution. That makes the right numbers, but nothing says that they are
#   independent: put the sample statement in a plate, and let the plate do the repeating.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE).expand([n_obs]), obs=data)
