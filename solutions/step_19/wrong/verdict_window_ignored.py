# ---
# title: The window is always the same
# wrong: >-
#   The argument window is ignored.
# caught_by: [verdict_curves, verdict_limits]
# hint: >-
#   Two windows give the same verdict in your function. Where is the argument used?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    window = 50
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
