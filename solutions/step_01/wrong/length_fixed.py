# ---
# title: Always the same number of draws
# wrong: >-
#   n is ignored; the length is the one that the visible check asks for.
# caught_by: [draw_floats]
# hint: >-
#   Your list always has the same length. Which argument of draw says how many mornings to play?
# ---

# %% grade_id="draw"
def draw(n):
    return [model().item() for _ in range(4)]
