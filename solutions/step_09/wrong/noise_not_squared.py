# ---
# title: The scale in the place of the variance
# wrong: The slope on paper divides by NOISE.
# caught_by: [grad_value]
# hint: >-
#   Hold your slope against autograd for a single morning. By what is a distance divided, the scale or the
#   variance?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    return float(-mu + (data - mu).sum() / NOISE)
