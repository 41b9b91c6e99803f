# ---
# title: Takes the loss for something that should grow
# wrong: >-
#   A fall of the loss is accepted as no progress, a rise is not: the sign of the loss is misread.
# caught_by: [verdict_curves]
# hint: >-
#   Your rule is content with a curve that still falls. Does a training that makes progress have a falling loss,
#   or a rising one?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return -difference <= 2 * noise
