# ---
# title: The sd divides by n
# wrong: >-
#   correction=0.
# caught_by: [spread_numbers]
# hint: >-
#   These estimates are a sample, and their mean was taken from the same numbers. By what does the sd of a sample
#   divide?
# ---

# %% grade_id="spread"
def spread(estimator, n):
    if n < 2:
        raise ValueError(f"One needs two estimates for an sd, and n is {n}.")
    estimates = estimator(n)
    sd = estimates.std(0, correction=0)
    return estimates.mean(0), sd, sd / n**0.5
