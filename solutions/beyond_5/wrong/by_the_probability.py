# ---
# title: The derivative is taken by p
# wrong: >-
#   By the probability in place of the logit.
# caught_by: [exact_sum]
# hint: >-
#   By what does the text ask you to differentiate, by the probability or by the logit? They are different knobs of
#   one guide.
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    p = torch.sigmoid(logit).requires_grad_()
    q = torch.stack([1.0 - p, p])
    elbo = (q * (log_joint(torch.tensor([0.0, 1.0])) - q.log())).sum()
    return torch.autograd.grad(elbo, p)[0]
