# ---
# title: The sum in place of the mean
# wrong: >-
#   estimates.sum(0).
# caught_by: [spread_numbers]
# hint: >-
#   Your mean grows with the number of estimates.
# ---

# %% grade_id="spread"
def spread(estimator, n):
    if n < 2:
        raise ValueError(f"One needs two estimates for an sd, and n is {n}.")
    estimates = estimator(n)
    sd = estimates.std(0)
    return estimates.sum(0), sd, sd / n**0.5
