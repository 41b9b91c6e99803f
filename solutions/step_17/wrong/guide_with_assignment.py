# ---
# title: The assignment is not hidden from the guide
# wrong: >-
#   AutoNormal is shown a discrete site and raises an error.
# caught_by: [guide_start, fit_quality]
# hint: >-
#   Your guide sees the assignment. What is summed out needs no proposal: how can the site be hidden from it?
# ---

# %% grade_id="make_guide"
def make_guide(data, K=2):
    levels = (torch.arange(K) + 0.5) / K
    start = {
        "weights": torch.full((K,), 1.0 / K),
        "scale": data.std() / K,
        "u": OrderedTransform().inv(data.quantile(levels)),
    }
    return AutoNormal(model, init_loc_fn=init_to_value(values=start))
