# ---
# title: One window of losses is thought to be enough
# wrong: >-
#   Lists between one and two windows are judged, with a first window that is cut short.
# caught_by: [verdict_limits]
# hint: >-
#   How many losses do two full windows need? Try a list that has just one too few.
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) <= window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
