# ---
# title: One draw, repeated n times
# wrong: >-
#   The model runs once, and its number is copied.
# caught_by: [draw_runs]
# hint: >-
#   All your mornings are the same morning. How many times is model called when Python works out your list?
#   Hint 2 of Task 2 says more.
# ---

# %% grade_id="draw"
def draw(n):
    return [model().item()] * n
