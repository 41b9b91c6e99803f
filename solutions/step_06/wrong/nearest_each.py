# ---
# title: Each knob is chosen by itself, next to the data's own mean and spread
# wrong: >-
#   The candidate next to the mean and the one next to the standard deviation: the best pair only where a candidate
#   for mu lies at the mean.
# caught_by: [best_settings]
# hint: >-
#   You choose each of the two numbers by itself. When no candidate for mu is near the mean, the readings lie farther
#   from mu than from their own mean: which sigma fits them then?
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    mu = mus[(mus - data.mean()).abs().argmin()].item()
    return mu, sigmas[(sigmas - data.std()).abs().argmin()].item()
