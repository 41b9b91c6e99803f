# ---
# title: The sum leaves log q out of the heights
# wrong: >-
#   The log joint is averaged, not the height.
# caught_by: [exact_sum]
# hint: >-
#   You average the log joint alone. What is a height, and which of its two parts is missing in your sum?
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    knob = logit.clone().requires_grad_()
    z = torch.tensor([0.0, 1.0])
    log_q = dist.Bernoulli(logits=knob).log_prob(z)
    return torch.autograd.grad((log_q.exp() * log_joint(z)).sum(), knob)[0]
