# ---
# title: The params are turned into floats
# wrong: >-
#   The density is right everywhere, but .item() cuts the graph: no gradient reaches the params, and Pyro is
#   silent.
# caught_by: [guide_trains]
# hint: >-
#   Your guide has the right density, and training does not move it. What does .item() (or .detach(), or
#   float) do to the thread along which the gradient comes back?
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0)).item()
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive).item()
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
