# ---
# title: The last two losses decide
# wrong: >-
#   A small change in the last step is taken for convergence.
# caught_by: [verdict_curves]
# hint: >-
#   Two neighbouring losses may agree by chance while the curve falls. What does the rule compare?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    return abs(losses[-1] - losses[-2]) < 0.01
