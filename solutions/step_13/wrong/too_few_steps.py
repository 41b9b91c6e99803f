# ---
# title: Thirty plain steps from a wide start
# wrong: >-
#   The careless training of section 6: wide start, one particle, Adam, thirty steps.
# caught_by: [guide_density, fit_posterior]
# hint: >-
#   Training ended before it arrived, and from a wide start. Section 7 has a recipe: a start, more draws in
#   each step, clipped gradients, a learning rate that falls.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))


# %% grade_id="fit"
def fit(data, guide, steps=30):
    pyro.clear_param_store()
    svi = SVI(model, guide, Adam({"lr": 0.1}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
