# ---
# title: The mean in place of the sum
# wrong: >-
#   The log density is averaged over the readings. (per_reading hands it on, and is right.)
# caught_by: [score_value]
# hint: >-
#   Your score does not grow with the number of readings. Densities of independent readings are multiplied:
#   what becomes of their logarithms, a sum or a mean?
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data).mean().item()


# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return score(data, mu, sigma)
