# ---
# title: The entropy is left out
# wrong: >-
#   The mean log joint alone: its best guide is a needle at the MAP.
# caught_by: [elbo_exact]
# hint: >-
#   Your number is the mean of the log joint alone. Under it the best guide would be a needle. Which term pays a
#   guide for its breadth?
# ---

# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads = data.sum()
    tails = len(data) - heads
    both = torch.digamma(alpha_q + beta_q)
    log_f, log_not_f = torch.digamma(alpha_q) - both, torch.digamma(beta_q) - both
    log_beta = math.lgamma(PRIOR_HEADS) + math.lgamma(PRIOR_TAILS) - math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    log_joint = (PRIOR_HEADS + heads - 1) * log_f + (PRIOR_TAILS + tails - 1) * log_not_f - log_beta
    return log_joint
