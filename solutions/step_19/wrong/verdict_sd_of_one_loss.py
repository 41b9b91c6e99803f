# ---
# title: The noise of one loss is taken for that of a mean
# wrong: >-
#   The variances are not divided by the window, so slow slopes are overlooked.
# caught_by: [verdict_curves]
# hint: >-
#   A mean of many losses trembles less than one loss. What happens to the variance when you average?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item())
    return abs(difference) <= 2 * noise
