# ---
# title: The parts of a Dirichlet draw are taken for a batch
# wrong: >-
#   mix is predicted as batch [3], event [].
# caught_by: [prediction]
# hint: >-
#   Three shares of one Dirichlet draw come together and add up to one: are they three draws or one? The table in
#   section 2 has this family.
# ---

# %% grade_id="predict"
def predict(n_days, n_buoys):
    return {
        "mix": ((3,), ()),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((n_days, n_buoys), (2,)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((n_days, n_buoys), (8, 6)),
    }
