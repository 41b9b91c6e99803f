# ---
# title: The stalls stay in obs' batch
# wrong: >-
#   obs is predicted with batch [N, K] and event [J], as if to_event had not been.
# caught_by: [table]
# hint: >-
#   In the line before obs the stalls have gone over to the event side. A plate never brings anything back from
#   there.
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    return {
        "alpha": ((n_stalls, n_goods), ()),
        "Dirichlet(alpha)": ((n_stalls,), (n_goods,)),
        "Dirichlet(alpha).to_event(1)": ((), (n_stalls, n_goods)),
        "obs": ((n_days, n_stalls), (n_goods,)),
    }
