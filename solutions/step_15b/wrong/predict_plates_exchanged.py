# ---
# title: Days and buoys change places
# wrong: >-
#   The batch shapes of the sites in both plates are [n_buoys, n_days].
# caught_by: [prediction]
# hint: >-
#   In your tables the days and the buoys have changed places. Which dim does each plate own? Dims are counted from
#   the right, and the order of the `with` does not matter.
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((n_buoys, n_days), (2,)),
        "battery": ((n_buoys, n_days), ()),
        "camera": ((n_buoys, n_days), (8, 6)),
    }
