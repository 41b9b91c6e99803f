# ---
# title: The start of u is given in the space of the locs
# wrong: >-
#   The quantiles of the data are given as start of the free numbers: the second loc becomes astronomically
#   large, or hardly larger than the first.
# caught_by: [guide_start, fit_quality]
# hint: >-
#   The quantiles of the data are locs, and the site that you start is u. In which direction does the transform
#   lead from one to the other?
# ---

# %% grade_id="make_guide"
def make_guide(data, K=2):
    levels = (torch.arange(K) + 0.5) / K
    start = {
        "weights": torch.full((K,), 1.0 / K),
        "scale": data.std() / K,
        "u": data.quantile(levels),
    }
    return AutoNormal(poutine.block(model, hide=["assignment"]), init_loc_fn=init_to_value(values=start))
