# ---
# title: The gradient of the height is added
# wrong: >-
#   Height times score, plus the slope of the height by log q: right on the average, and wider.
# caught_by: [score_terms]
# hint: >-
#   To height times score you add the slope of the height itself. On the average it is nought, so the mean is right;
#   the text asks for the height as a plain number.
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    heights = log_joint(z) - log_q
    surrogate = heights.detach() * log_q + heights
    return torch.autograd.grad(surrogate.sum(), rows)[0]
