# ---
# title: The largest loss wins
# wrong: >-
#   max for min.
# caught_by: [best]
# hint: >-
#   Your winner is the seed with the largest loss. Is it good to have a large loss?
# ---

# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    return max(seeds, key=lambda seed: loss_for_seed(seed, data, steps))
