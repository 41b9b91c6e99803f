# ---
# title: Heads and tails are exchanged in the ELBO
# wrong: >-
#   The heads are counted with log(1 - f).
# caught_by: [elbo_exact]
# hint: >-
#   Which of the two averages goes with heads, and which with tails? Try your function on a single spin that fell on
#   heads.
# ---

# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads = data.sum()
    tails = len(data) - heads
    both = torch.digamma(alpha_q + beta_q)
    log_f, log_not_f = torch.digamma(alpha_q) - both, torch.digamma(beta_q) - both
    log_beta = math.lgamma(PRIOR_HEADS) + math.lgamma(PRIOR_TAILS) - math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    log_joint = (PRIOR_HEADS + tails - 1) * log_f + (PRIOR_TAILS + heads - 1) * log_not_f - log_beta
    return log_joint + dist.Beta(alpha_q, beta_q).entropy()
