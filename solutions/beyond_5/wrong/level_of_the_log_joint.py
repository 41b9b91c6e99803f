# ---
# title: The level of the log joint
# wrong: >-
#   The mean log joint of the others is subtracted, without log q.
# caught_by: [baseline_terms]
# hint: >-
#   Your level is the mean of another quantity than the one that it is subtracted from.
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
    joints = heights + log_q.detach()
    others = (joints.sum() - joints) / (n - 1)
    return (heights - others)[:, None] * scores
