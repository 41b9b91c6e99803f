# ---
# title: The seed is set inside
# wrong: >-
#   Each call begins with the same random numbers.
# caught_by: [score_terms]
# hint: >-
#   Call your function twice: both times the same draws. Something in it decides what chance has to give.
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    torch.manual_seed(0)
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    return heights[:, None] * scores
