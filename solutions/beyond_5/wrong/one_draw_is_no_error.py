# ---
# title: No error for a single draw
# wrong: >-
#   n = 1 is divided by nought.
# caught_by: [baseline_terms]
# hint: >-
#   For a single draw there are no others. The text says what is to happen then.
# ---

# %% grade_id="score_gradient_baseline"
def score_gradient_baseline(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    others = (heights.sum() - heights) / max(n - 1, 1)
    return (heights - others)[:, None] * scores
