# ---
# title: A rising curve counts as converged
# wrong: >-
#   Only a fall is compared with the noise, so a diverging training passes.
# caught_by: [verdict_curves]
# hint: >-
#   Your rule is content with a curve that rises. In which directions may the two means not differ?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return difference <= 2 * noise
