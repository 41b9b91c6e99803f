# ---
# title: The scale starts at the sd of all data
# wrong: >-
#   The sd is not divided by K.
# caught_by: [guide_start]
# hint: >-
#   The scale describes one captain's days. Your start is the spread of all days together: what does the text
#   divide it by?
# ---

# %% grade_id="make_guide"
def make_guide(data, K=2):
    levels = (torch.arange(K) + 0.5) / K
    start = {
        "weights": torch.full((K,), 1.0 / K),
        "scale": data.std(),
        "u": OrderedTransform().inv(data.quantile(levels)),
    }
    return AutoNormal(poutine.block(model, hide=["assignment"]), init_loc_fn=init_to_value(values=start))
