# ---
# title: The prior's constant is left out
# wrong: >-
#   log B(6, 4) is missing: right up to a constant, and not the log evidence at its top.
# caught_by: [elbo_exact]
# hint: >-
#   Your ELBO is off by the same amount everywhere. Training would not mind, but its top is no longer the log
#   evidence. Which constant belongs to the density of the prior?
# ---

# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads = data.sum()
    tails = len(data) - heads
    both = torch.digamma(alpha_q + beta_q)
    log_f, log_not_f = torch.digamma(alpha_q) - both, torch.digamma(beta_q) - both
    log_joint = (PRIOR_HEADS + heads - 1) * log_f + (PRIOR_TAILS + tails - 1) * log_not_f
    return log_joint + dist.Beta(alpha_q, beta_q).entropy()
