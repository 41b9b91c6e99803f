# ---
# title: A nan counts as converged
# wrong: >-
#   The comparison is turned round, and every comparison with nan is false.
# caught_by: [verdict_limits]
# hint: >-
#   Every comparison with nan is false, and so your verdict comes out as True. When do you look for losses that
#   are not finite?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window:
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return not abs(difference) > 2 * noise
