# ---
# title: to_event dimensions are counted as batch
# wrong: >-
#   camera is predicted as batch [n_days, n_buoys, 8, 6], event [].
# caught_by: [prediction]
# hint: >-
#   The camera's rows and columns were a batch once, after `expand`. What did `to_event` do with them before the
#   plates came?
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((n_days, n_buoys), (2,)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((n_days, n_buoys, 8, 6), ()),
    }
