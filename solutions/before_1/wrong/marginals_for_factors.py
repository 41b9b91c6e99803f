# ---
# title: The factors are marginals
# wrong: >-
#   p(x1), p(x2), p(x3): as if the variables had nothing to do with each other.
# caught_by: [factor_tables]
# hint: >-
#   Each of your factors is a marginal. Their product is the joint only if no variable tells anything about another.
#   What is each to be given?
# ---

# %% grade_id="factors"
def factors(joint, names, order):
    return [marginal(joint, names, [name]) for name in order]
