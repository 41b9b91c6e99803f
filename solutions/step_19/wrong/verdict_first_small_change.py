# ---
# title: The first small change decides
# wrong: >-
#   Any small change between neighbours, however early, is taken for convergence.
# caught_by: [verdict_curves]
# hint: >-
#   Even a steep and noisy curve has two neighbours that hardly differ. What does the rule compare, and where in
#   the list?
# ---

# %% grade_id="has_converged"
def has_converged(losses, window=50):
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    small = 0.01 * (max(losses) - min(losses))
    return any(abs(later - earlier) <= small for earlier, later in pairwise(losses))
