# ---
# title: The worst pair
# wrong: >-
#   min in place of max.
# caught_by: [best_settings]
# hint: >-
#   You return the combination that fits worst. Is the best score the highest or the lowest?
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    pairs = [(mu, sigma) for mu in mus.tolist() for sigma in sigmas.tolist()]
    return min(pairs, key=lambda pair: score(data, *pair))
