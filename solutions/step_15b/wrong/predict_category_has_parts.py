# ---
# title: A Categorical draw is given an event of three
# wrong: >-
#   kind is predicted with event [3], as if it were one-hot.
# caught_by: [prediction]
# hint: >-
#   A draw of a Categorical is an index, a single number. What does section 2 print for it?
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), (3,)),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((n_days, n_buoys), (2,)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((n_days, n_buoys), (8, 6)),
    }
