# ---
# title: The place is looked up on a sorted grid
# wrong: >-
#   The candidates are scored in order of size and looked up in the order given.
# caught_by: [best_level]
# hint: >-
#   You score the candidates in one order and look the winner up in another. The grid may come in any order.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    scores = [score(data, mu, NOISE) for mu in sorted(grid.tolist())]
    return grid[scores.index(max(scores))].item()
