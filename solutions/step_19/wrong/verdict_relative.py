# ---
# title: A small relative change is enough
# wrong: >-
#   The difference is divided by the loss, which has an arbitrary constant in it.
# caught_by: [verdict_curves]
# hint: >-
#   Add a large constant to all losses: your verdict changes. What should the difference be compared with?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before, last = sum(losses[-2 * window : -window]) / window, sum(losses[-window:]) / window
    return abs(before - last) <= 0.01 * abs(last)
