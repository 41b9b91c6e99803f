# ---
# title: The gradient of a loss
# wrong: >-
#   The sign is turned.
# caught_by: [score_terms]
# hint: >-
#   The ELBO is a hill that one climbs. Your estimates point downhill: whose gradient are they?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    return -heights[:, None] * scores
