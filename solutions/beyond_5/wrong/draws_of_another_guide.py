# ---
# title: Draws of another guide
# wrong: >-
#   The draws are made at params of one.
# caught_by: [score_terms]
# hint: >-
#   Each estimate is right for its draw, and yet their mean is off. Do the draws come from the guide with these
#   params?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(torch.ones_like(params)).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    return heights[:, None] * scores
