# ---
# title: Plain tensors instead of params
# wrong: >-
#   The knobs are made anew in each run, and the optimiser never sees them.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   The optimiser turns what is in the param store, and nothing else. How does a number get in there under a
#   name?
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = torch.tensor(0.0, requires_grad=True)
    mu_scale = torch.tensor(0.1, requires_grad=True)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
