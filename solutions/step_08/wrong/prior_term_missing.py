# ---
# title: The log likelihood only
# wrong: The log_prob of y alone; the prior term is left out.
# caught_by: [joint_value]
# hint: >-
#   Your number says how well the mornings fit this mu. A joint also says how likely this mu is in the first
#   place: which term is that?
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    return dist.Normal(torch.as_tensor(mu), NOISE).log_prob(data).sum().item()
