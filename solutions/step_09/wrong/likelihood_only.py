# ---
# title: The slope of the log likelihood
# wrong: The prior term is left out.
# caught_by: [grad_value]
# hint: >-
#   Your slope has the pull of the mornings only. What else pulls at mu in a log joint?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    (slope,) = torch.autograd.grad(dist.Normal(place, NOISE).log_prob(data).sum(), place)
    return slope.item()
