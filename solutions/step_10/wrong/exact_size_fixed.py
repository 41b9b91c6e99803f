# ---
# title: Made for ten observations only
# wrong: The number of observations of the notebook is written into the formula.
# caught_by: [exact_map]
# hint: >-
#   Does your formula hold for any number of observations? Ask the data how many they are.
# ---

# %% grade_id="map_exact"
def map_exact(data):
    return (data.sum().item() / NOISE**2) / (10 / NOISE**2 + 1 / PRIOR_SD**2)
