# ---
# title: Standard deviations are added in place of variances
# wrong: >-
#   The square root is taken of a sum of standard deviations.
# caught_by: [verdict_curves]
# hint: >-
#   Look at the formula of s once more: what is added up below the root?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.std() + last.std()).item() / window)
    return abs(difference) <= 2 * noise
