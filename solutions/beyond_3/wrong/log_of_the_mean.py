# ---
# title: The logarithm of the mean for the mean of the logarithm
# wrong: >-
#   log E[f] in place of E[log f].
# caught_by: [elbo_exact]
# hint: >-
#   The mean of a logarithm is not the logarithm of the mean: section 2 shows both numbers for one Beta. Which of
#   the two stands in the ELBO?
# ---

# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads = data.sum()
    tails = len(data) - heads
    mean = alpha_q / (alpha_q + beta_q)
    log_beta = math.lgamma(PRIOR_HEADS) + math.lgamma(PRIOR_TAILS) - math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    log_joint = (PRIOR_HEADS + heads - 1) * mean.log() + (PRIOR_TAILS + tails - 1) * (1 - mean).log() - log_beta
    return log_joint + dist.Beta(alpha_q, beta_q).entropy()
