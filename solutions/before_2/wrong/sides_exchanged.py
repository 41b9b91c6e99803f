# ---
# title: Heads and tails are exchanged
# wrong: >-
#   theta is taken for the chance of tails.
# caught_by: [log_likelihood_values]
# hint: >-
#   Your likelihood rises with theta where there were many tails. Theta is the chance of which side?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    return torch.xlogy(tails, theta) + torch.xlogy(heads, 1 - theta)
