# ---
# title: The two variances are averaged, not added
# wrong: >-
#   s is too small by the square root of two.
# caught_by: [verdict_curves]
# hint: >-
#   For a difference of two means, what happens to their variances?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / (2 * window))
    return abs(difference) <= 2 * noise
