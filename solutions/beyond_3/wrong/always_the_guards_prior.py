# ---
# title: The program is ignored
# wrong: >-
#   The MAP of the museum's own coin, whatever program is handed in.
# caught_by: [point_found]
# hint: >-
#   Your answer depends on the data alone. Try another program, with another prior: does your number move?
# ---

# %% grade_id="point"
def point(program, data):
    pyro.clear_param_store()
    heads = data.sum().item()
    return (PRIOR_HEADS + heads - 1) / (PRIOR_HEADS + PRIOR_TAILS + len(data) - 2)
