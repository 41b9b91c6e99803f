# ---
# title: draw puts mu back to its start
# wrong: >-
#   The param store is emptied before the runs, so draw does not follow mu.
# caught_by: [draw_runs]
# hint: >-
#   Whatever mu was set to, your draw forgets it. What happens to the param store at the start of your draw?
# ---

# %% grade_id="draw"
def draw(n):
    pyro.clear_param_store()
    return [model().item() for _ in range(n)]
