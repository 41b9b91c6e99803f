# ---
# title: One run with k times n mornings, cut into rows
# wrong: There is a single mu, so all rows belong to the same line.
# caught_by: [predictive_law]
# hint: >-
#   All rows of your table are mornings of one and the same line, cut into pieces. How often is mu drawn, and how
#   often should it be?
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    return model(n_obs=k * n).reshape(k, n)
