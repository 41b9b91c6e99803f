# ---
# title: The position instead of the seed
# wrong: >-
#   The position in the list is returned. With range(12) nobody notices.
# caught_by: [best]
# hint: >-
#   You return where the best seed stands in the list. Which seed stands there?
# ---

# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    losses = [loss_for_seed(seed, data, steps) for seed in seeds]
    return losses.index(min(losses))
