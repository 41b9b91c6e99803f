# ---
# title: The last window is compared with the first
# wrong: >-
#   A curve that has come down at some time can never have converged.
# caught_by: [verdict_curves]
# hint: >-
#   Which two windows does the rule compare? Where in the list does the first of them begin?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[:window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
