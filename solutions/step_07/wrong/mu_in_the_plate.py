# ---
# title: mu is drawn inside the plate
# wrong: "Every morning has a mu of its own, so the mornings of a run have nothing in common: covariance 0."
# caught_by: [model_sites, model_density, joint_one_run, joint_log_prob, predictive_law]
# hint: >-
#   Your mu stands inside the plate, so each morning draws one of its own. A line has a single usual lateness,
#   which all its mornings share: where must its statement stand?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    with pyro.plate("N", n_obs):
        mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
