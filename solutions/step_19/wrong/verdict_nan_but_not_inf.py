# ---
# title: Infinite losses are accepted
# wrong: >-
#   math.isnan is asked, which says no to inf.
# caught_by: [verdict_limits]
# hint: >-
#   There are losses that are not finite and yet not nan. Which question covers all of them?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or any(math.isnan(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
