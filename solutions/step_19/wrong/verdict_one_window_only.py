# ---
# title: Only the noise of the last window is counted
# wrong: >-
#   The noise of the window before is left out of s.
# caught_by: [verdict_curves]
# hint: >-
#   Both means tremble. Whose variance is missing in your s?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt(last.var().item() / window)
    return abs(difference) <= 2 * noise
