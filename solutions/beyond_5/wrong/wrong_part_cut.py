# ---
# title: The other factor is cut off
# wrong: >-
#   The log q that gives the score is detached, that of the height is not.
# caught_by: [score_terms]
# hint: >-
#   Two factors, and only one of them is to move. You have cut off the one that gives the score.
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    heights = log_joint(z) - log_q
    return torch.autograd.grad((heights * log_q.detach()).sum(), rows)[0]
