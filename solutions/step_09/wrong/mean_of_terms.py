# ---
# title: The mean of the likelihood terms
# wrong: log_prob.mean() in the place of the sum, so the data pull n times too weakly.
# caught_by: [grad_value]
# hint: >-
#   Ten mornings should pull harder than one. How have you put the terms of the mornings together?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    height = dist.Normal(0.0, 1.0).log_prob(place) + dist.Normal(place, NOISE).log_prob(data).mean()
    (slope,) = torch.autograd.grad(height, place)
    return slope.item()
