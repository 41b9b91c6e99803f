# ---
# title: NaN at the edges
# wrong: >-
#   heads * log(theta): 0 times minus infinity where a side did not come up and cannot.
# caught_by: [log_likelihood_values]
# hint: >-
#   At the edges your log likelihood is not a number. What does a side of the coin that did not come up say about
#   its chance? Section 2 has the function for it.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    return heads * theta.log() + tails * (1 - theta).log()
