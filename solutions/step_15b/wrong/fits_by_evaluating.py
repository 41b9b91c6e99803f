# ---
# title: log_prob is called on zeros
# wrong: >-
#   A value is made up and evaluated, which the text rules out (and fails where zero is outside the support).
# caught_by: [log_prob_fits, log_prob_misfits]
# hint: >-
#   You let the distribution evaluate a made-up value. That is what should be predicted; and a made-up value may not
#   even be one that the distribution allows. The two steps of section 3 need shapes only.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    return d.log_prob(torch.zeros(value_shape)).shape
