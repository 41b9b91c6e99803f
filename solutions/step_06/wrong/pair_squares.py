# ---
# title: The smallest sum of squares per variance
# wrong: >-
#   The part of the score that depends on sigma alone is left out, so the widest sigma wins.
# caught_by: [best_settings]
# hint: >-
#   Your best pair always has the widest sigma. Squared distances alone cannot choose a sigma: what else is
#   in the score?
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    pairs = [(mu, sigma) for mu in mus.tolist() for sigma in sigmas.tolist()]
    return min(pairs, key=lambda pair: (((data - pair[0]) / pair[1]) ** 2).sum().item())
