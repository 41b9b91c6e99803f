# ---
# title: The shortest list that will do is turned down
# wrong: >-
#   2 * window losses are enough, but the function wants one more.
# caught_by: [verdict_limits]
# hint: >-
#   How many losses do two full windows need, exactly? Look at your comparison.
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) <= 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
