# ---
# title: One draw, n times
# wrong: >-
#   A single draw is made and expanded.
# caught_by: [score_terms]
# hint: >-
#   All your estimates are the same: how many draws of the guide stand behind them?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample().expand(n)
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    return heights[:, None] * scores
