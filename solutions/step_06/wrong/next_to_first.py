# ---
# title: The candidate next to the first reading
# wrong: >-
#   Only one reading is looked at.
# caught_by: [best_level]
# hint: >-
#   You look at a single reading. All of them have a say in which level fits best.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    return grid[(grid - data[0]).abs().argmin()].item()
