# ---
# title: The sum of the others
# wrong: >-
#   The others are added up, not averaged.
# caught_by: [baseline_terms]
# hint: >-
#   A level is about as high as a height. Yours grows with the number of draws.
# ---

# %% grade_id="score_gradient_baseline"
def score_gradient_baseline(log_joint, family, params, n):
    if n < 2:
        raise ValueError(f"A baseline needs other draws, and n is {n}.")
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    others = heights.sum() - heights
    return (heights - others)[:, None] * scores
