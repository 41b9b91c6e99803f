# ---
# title: A draw in place of the sum
# wrong: >-
#   One draw of the switch, its height times its score.
# caught_by: [exact_sum]
# hint: >-
#   Your answer changes from call to call. This task is the one in which nothing has to be drawn: there are two
#   values, and both can be looked at.
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    knob = logit.clone().requires_grad_()
    q = dist.Bernoulli(logits=knob)
    z = q.sample()
    height = (log_joint(z) - q.log_prob(z)).detach()
    return torch.autograd.grad(height * q.log_prob(z), knob)[0]
