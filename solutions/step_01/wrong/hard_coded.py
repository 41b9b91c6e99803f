# ---
# title: The numbers are written down, not drawn
# wrong: >-
#   A fixed list: it passes every check of type and length.
# caught_by: [draw_runs]
# hint: >-
#   Your draw returns the same numbers in every call. They should come out of your model, drawn anew each
#   time.
# ---

# %% grade_id="draw"
def draw(n):
    return [1.0862, -0.5869, -4.3576, 0.1724, 2.6111, -0.9053, 0.4441, -1.7208, 3.0217, 1.3946][:n]
