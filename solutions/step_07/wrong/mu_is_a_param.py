# ---
# title: mu is still a parameter
# wrong: "pyro.param as in steps 1 to 6: mu is set and not drawn, and has no term in the log joint."
# caught_by: [model_sites, model_density, joint_one_run, predictive_runs, predictive_law]
# hint: >-
#   Your mu is a knob that stands where somebody put it. In this step it is drawn, anew in each run: which
#   statement makes a random variable?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
