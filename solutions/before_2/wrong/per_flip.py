# ---
# title: The mean over the flips
# wrong: >-
#   Divided by the number of flips.
# caught_by: [log_likelihood_values]
# hint: >-
#   Your number is that of a single flip on average. All flips together: is that a mean or a sum of logarithms?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    return (torch.xlogy(heads, theta) + torch.xlogy(tails, 1 - theta)) / max(1, heads + tails)
