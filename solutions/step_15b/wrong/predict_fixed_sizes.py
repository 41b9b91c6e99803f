# ---
# title: The shapes for seven days and four buoys
# wrong: >-
#   Hard-coded for the sizes of the notebook's own example.
# caught_by: [prediction]
# hint: >-
#   Your table is right for one harbour. The function is asked about others: which of your numbers are days, which
#   are buoys, and which are neither?
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((4,), ()),
        "home": ((4,), (2,)),
        "tide": ((7, 1), ()),
        "place": ((7, 4), (2,)),
        "battery": ((7, 4), ()),
        "camera": ((7, 4), (8, 6)),
    }
