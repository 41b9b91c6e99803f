# ---
# title: The table for this notebook's data
# wrong: >-
#   Hard-coded for 40 days, 3 stalls and 5 goods.
# caught_by: [table]
# hint: >-
#   Your table is right for the data of this notebook. The function has three arguments: where do they belong?
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    return {
        "alpha": ((3, 5), ()),
        "Dirichlet(alpha)": ((3,), (5,)),
        "Dirichlet(alpha).to_event(1)": ((), (3, 5)),
        "obs": ((40,), (3, 5)),
    }
