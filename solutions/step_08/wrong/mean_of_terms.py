# ---
# title: The mean of the likelihood terms
# wrong: log_prob.mean() in the place of the sum, so the prior weighs n times too much.
# caught_by: [joint_value]
# hint: >-
#   Each morning brings a term of its own. If the number of mornings hardly changes your result, look at how the
#   terms are put together.
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    mu = torch.as_tensor(mu)
    return (dist.Normal(0.0, 1.0).log_prob(mu) + dist.Normal(mu, NOISE).log_prob(data).mean()).item()
