# ---
# title: The data give only their number
# wrong: model(n_obs=len(data)) draws new mornings; the values of the data are never used.
# caught_by: [joint_value]
# hint: >-
#   Your model makes up as many mornings as there are data, but never sees the data themselves. How does the
#   model take them?
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(n_obs=len(data)).log_prob_sum().item()
