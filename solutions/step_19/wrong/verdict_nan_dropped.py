# ---
# title: Losses that are not finite are left out
# wrong: >-
#   The rest of the curve is judged as if nothing had happened.
# caught_by: [verdict_limits]
# hint: >-
#   Your function leaves out the losses that are not finite, and goes on. What does the text say about such a
#   training?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    losses = [loss for loss in losses if math.isfinite(loss)]
    if len(losses) < 2 * window:
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
