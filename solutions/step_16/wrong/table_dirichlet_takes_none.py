# ---
# title: A Dirichlet like a Normal
# wrong: >-
#   Dirichlet(alpha) is predicted with batch [K, J] and event [], and everything after it one dimension behind.
# caught_by: [table]
# hint: >-
#   You treat the Dirichlet as if it made one number for each number of its parameter. One draw of it is a whole row
#   of shares: on which side of the bar does the row stand?
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    return {
        "alpha": ((n_stalls, n_goods), ()),
        "Dirichlet(alpha)": ((n_stalls, n_goods), ()),
        "Dirichlet(alpha).to_event(1)": ((n_stalls,), (n_goods,)),
        "obs": ((n_days, n_stalls), (n_goods,)),
    }
