# ---
# title: The log joint in place of the height
# wrong: >-
#   log q is left out of the height.
# caught_by: [score_terms]
# hint: >-
#   Your draws are weighted by the log joint alone. What else belongs to a height?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    (scores,) = torch.autograd.grad(family(rows).log_prob(z).sum(), rows)
    return log_joint(z)[:, None] * scores
