# ---
# title: A fixed number says what is small
# wrong: >-
#   The difference is compared with a constant, although losses have no unit.
# caught_by: [verdict_curves]
# hint: >-
#   Multiply all losses by a number: your verdict changes. What should the difference be compared with?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before, last = sum(losses[-2 * window : -window]) / window, sum(losses[-window:]) / window
    return abs(before - last) <= 0.1
