# ---
# title: The entropy is subtracted
# wrong: >-
#   The entropy is minus the mean of log q, and is added; here it is taken off.
# caught_by: [elbo_exact]
# hint: >-
#   The ELBO subtracts the mean of log q. The entropy has a sign of its own in its definition: which sign is left in
#   the end?
# ---

# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads = data.sum()
    tails = len(data) - heads
    both = torch.digamma(alpha_q + beta_q)
    log_f, log_not_f = torch.digamma(alpha_q) - both, torch.digamma(beta_q) - both
    log_beta = math.lgamma(PRIOR_HEADS) + math.lgamma(PRIOR_TAILS) - math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    log_joint = (PRIOR_HEADS + heads - 1) * log_f + (PRIOR_TAILS + tails - 1) * log_not_f - log_beta
    return log_joint - dist.Beta(alpha_q, beta_q).entropy()
