# ---
# title: A number of steps is taken for convergence
# wrong: >-
#   The verdict depends on the length of the list alone: right for the trainings of this notebook.
# caught_by: [verdict_curves, verdict_limits]
# hint: >-
#   Your verdict knows the length of the list only. Which of its numbers should it look at?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    return len(losses) >= 200
