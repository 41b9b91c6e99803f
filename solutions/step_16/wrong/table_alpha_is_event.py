# ---
# title: alpha's plates counted as event
# wrong: >-
#   alpha is predicted with batch [] and event [K, J].
# caught_by: [table]
# hint: >-
#   Each alpha is drawn by itself, in its own place in two plates. On which side of the bar do plates stand?
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    return {
        "alpha": ((), (n_stalls, n_goods)),
        "Dirichlet(alpha)": ((n_stalls,), (n_goods,)),
        "Dirichlet(alpha).to_event(1)": ((), (n_stalls, n_goods)),
        "obs": ((n_days,), (n_stalls, n_goods)),
    }
