# ---
# title: The logarithm of the product
# wrong: >-
#   log(theta**heads * ...): right for few flips, minus infinity for thousands.
# caught_by: [log_likelihood_values]
# hint: >-
#   For a few flips you are right; for thousands the product is 0 before you take its logarithm. Take the logarithm
#   first.
# unnoticed: >-
#   Thousands of flips are told in the check's last line, and the lesson says what becomes of a product.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    return (theta**heads * (1 - theta) ** tails).log()
