# ---
# title: Inside a plate everything is event
# wrong: >-
#   place is predicted with the plates on the event side.
# caught_by: [prediction]
# hint: >-
#   A plate never puts anything on the event side. One place of one buoy on one day: how many numbers is that?
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((), (n_days, n_buoys, 2)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((), (n_days, n_buoys, 8, 6)),
    }
