# ---
# title: draw sets the random seed
# wrong: >-
#   Each call of draw returns the same list.
# caught_by: [draw_runs]
# hint: >-
#   Call your draw twice and compare the two lists. Who should choose the seed, draw or the one who calls
#   it?
# ---

# %% grade_id="draw"
def draw(n):
    pyro.set_rng_seed(0)
    return [model().item() for _ in range(n)]
