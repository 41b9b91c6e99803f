# ---
# title: The difference is divided by the noise
# wrong: >-
#   On a constant curve this is zero divided by zero, and raises.
# caught_by: [verdict_limits]
# hint: >-
#   What is the noise of a curve that is exactly constant, and what do you do with it?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) / noise <= 2
