# ---
# title: A curve that was flat at some time counts
# wrong: >-
#   Every pair of neighbouring windows is tried, and one is enough.
# caught_by: [verdict_curves]
# hint: >-
#   A training may rest for a while and go on. Which part of the curve does the rule look at?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    curve = torch.tensor(losses, dtype=torch.float64)
    for end in range(2 * window, len(losses) + 1):
        before, last = curve[end - 2 * window : end - window], curve[end - window : end]
        if (before.mean() - last.mean()).abs() <= 2 * ((before.var() + last.var()) / window).sqrt():
            return True
    return False
