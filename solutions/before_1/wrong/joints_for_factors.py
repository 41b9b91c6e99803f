# ---
# title: The factors are joints
# wrong: >-
#   p(x1), p(x1, x2), …: nothing is divided.
# caught_by: [factor_tables]
# hint: >-
#   Your factors are the probabilities of several variables together. A factor says how likely a value is if those
#   before it are known.
# ---

# %% grade_id="factors"
def factors(joint, names, order):
    return [marginal(joint, names, [name, *order[:k]]) for k, name in enumerate(order)]
