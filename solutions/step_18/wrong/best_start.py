# ---
# title: The best start, whatever the steps
# wrong: >-
#   steps is not handed on: seeds are judged by their starts.
# caught_by: [best]
# hint: >-
#   You compare the starts, and were asked to compare what comes after some steps. Who hands the steps on?
# ---

# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    return min(seeds, key=lambda seed: loss_for_seed(seed, data))
