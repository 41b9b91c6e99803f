# ---
# title: The draw moves in the score
# wrong: >-
#   rsample is used, and the draws stay in the graph of log q.
# caught_by: [score_terms]
# hint: >-
#   In the score the draw is held fixed and the params alone move. In yours the draw moves along with them: with
#   which method was it drawn?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    q = family(rows)
    z = q.rsample() if q.has_rsample else q.sample()
    log_q = q.log_prob(z)
    heights = (log_joint(z) - log_q).detach()
    return torch.autograd.grad((heights * log_q).sum(), rows)[0]
