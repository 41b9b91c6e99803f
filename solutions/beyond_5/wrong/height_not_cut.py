# ---
# title: The height is not a plain number
# wrong: >-
#   log q in the height stays in the graph when it is multiplied with log q.
# caught_by: [score_terms]
# hint: >-
#   The height is to be a number that the score is multiplied with. In yours autograd goes into the height, too.
#   Where does something have to be cut off?
# ---

# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    heights = log_joint(z) - log_q
    return torch.autograd.grad((heights * log_q).sum(), rows)[0]
