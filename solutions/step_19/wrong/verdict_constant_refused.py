# ---
# title: A curve that is exactly constant is refused
# wrong: >-
#   The comparison is strict, and both sides are zero.
# caught_by: [verdict_limits]
# hint: >-
#   For a constant curve both sides of your comparison are zero. What does the text say about it?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) < 2 * noise
