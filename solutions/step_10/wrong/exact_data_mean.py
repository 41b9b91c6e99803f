# ---
# title: The data mean as MAP
# wrong: map_exact returns the mean of the data, the maximum likelihood estimate, and forgets the prior.
# caught_by: [exact_map]
# hint: >-
#   Which of the three hills in the picture has its top there? The log joint has a term for the prior,
#   too.
# ---

# %% grade_id="map_exact"
def map_exact(data):
    return data.mean().item()
