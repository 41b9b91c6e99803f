# ---
# title: Only the last two windows are searched for nan
# wrong: >-
#   An early loss that is not finite is overlooked.
# caught_by: [verdict_limits]
# hint: >-
#   An early loss may be bad although the end looks good. In which part of the list do you look for it?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses[-2 * window :]):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
