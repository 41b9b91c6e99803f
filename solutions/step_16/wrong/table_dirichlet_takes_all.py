# ---
# title: The Dirichlet takes every dimension
# wrong: >-
#   Dirichlet(alpha) is predicted with batch [] and event [K, J].
# caught_by: [table]
# hint: >-
#   One stall's shares add up to one by themselves; the stalls do not add up to one together. So how much of its
#   parameter does a Dirichlet use up? The first line that section 2 prints shows one.
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    return {
        "alpha": ((n_stalls, n_goods), ()),
        "Dirichlet(alpha)": ((), (n_stalls, n_goods)),
        "Dirichlet(alpha).to_event(1)": ((), (n_stalls, n_goods)),
        "obs": ((n_days,), (n_stalls, n_goods)),
    }
