# ---
# title: The draw is in its own baseline
# wrong: >-
#   The mean of all n heights is subtracted: biased.
# caught_by: [baseline_terms]
# hint: >-
#   Your level contains the very draw that it is subtracted from. Then the estimates are too small on the average.
#   Whose mean does the text ask for?
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
    return (heights - heights.mean())[:, None] * scores
