# ---
# title: The place of the closed plate is forgotten
# wrong: >-
#   tide is predicted as [n_days] instead of [n_days, 1].
# caught_by: [prediction]
# hint: >-
#   The plate of the days owns the second dimension from the right. Something has to stand to the right of it, even
#   where no buoy is: look at `morning` in step 15.
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days,), ()),
        "place": ((n_days, n_buoys), (2,)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((n_days, n_buoys), (8, 6)),
    }
