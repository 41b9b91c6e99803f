# ---
# title: loc and scale as they are
# wrong: >-
#   The unconstrained parameters are reported.
# caught_by: [summary]
# hint: >-
#   What you report are the parameters of u. For a positive latent they are neither in its units nor in its space.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    return {name: (loc, scale) for name, (loc, scale, _) in inside(guide).items()}
