# ---
# title: mu has the shape [1]
# wrong: The prior is made of tensors of shape [1], which gives mu a dimension that it should not have.
# caught_by: [model_sites, joint_one_run, joint_log_prob]
# hint: >-
#   Look at the row of mu in the table of shapes: there is a dimension too many. It comes from the numbers that
#   the prior is made of.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(torch.zeros(1), torch.ones(1)))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
