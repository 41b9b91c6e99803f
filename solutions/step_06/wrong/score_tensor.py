# ---
# title: The score is a tensor
# wrong: >-
#   The number is right but not a plain float.
# caught_by: [score_value, per_reading_value]
# hint: >-
#   Your score is a tensor. Step 1 shows how to get the plain Python number out of one.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data).sum()
