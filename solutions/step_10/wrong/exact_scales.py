# ---
# title: Scales where precisions belong
# wrong: Weighs prior and data by one over the scale instead of one over the variance.
# caught_by: [exact_map]
# hint: >-
#   The slope of a normal log density is a distance divided by what: the scale, or its square? Go
#   through both terms again.
# ---

# %% grade_id="map_exact"
def map_exact(data):
    return (data.sum().item() / NOISE) / (len(data) / NOISE + 1 / PRIOR_SD)
