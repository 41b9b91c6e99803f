# ---
# title: The first loss that does not fall decides
# wrong: >-
#   Converged when the last step went up: takes noise for a message.
# caught_by: [verdict_curves]
# hint: >-
#   On a plateau, every other step goes up, and on a noisy slope many do. What does the rule average over?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    return losses[-1] >= losses[-2]
