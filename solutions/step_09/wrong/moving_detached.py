# ---
# title: The mornings are cut off in both slopes
# wrong: y is detached before the first slope, so moving equals still.
# caught_by: [drawn_moving]
# hint: >-
#   Both of your slopes are the same. In the first the mornings should still remember that they were computed
#   from mu.
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    y = poutine.condition(model, data={"mu": torch.tensor(float(mu))})(n_obs=n)
    slope = grad_log_joint(mu, y)
    return y, slope, slope
