# ---
# title: Nothing is subtracted
# wrong: >-
#   The plain score gradient, but for the error.
# caught_by: [baseline_terms]
# hint: >-
#   These are the estimates of task 2. What is to be subtracted from each height?
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
    return heights[:, None] * scores
