# ---
# title: The candidates are paired off
# wrong: >-
#   zip makes the first with the first, the second with the second.
# caught_by: [best_settings]
# hint: >-
#   You pair the first with the first, the second with the second, and so on. Every mu can go with every
#   sigma.
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    pairs = list(zip(mus.tolist(), sigmas.tolist(), strict=False))
    return max(pairs, key=lambda pair: score(data, *pair))
