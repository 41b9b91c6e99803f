# ---
# title: The list holds tensors
# wrong: >-
#   The entries are tensors of shape (), not Python floats.
# caught_by: [draw_floats]
# hint: >-
#   The entries of your list look like numbers but are tensors. Section 5 shows how to get the plain number
#   out of a tensor.
# ---

# %% grade_id="draw"
def draw(n):
    return [model() for _ in range(n)]
