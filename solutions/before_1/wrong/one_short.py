# ---
# title: Given the one before, not all before
# wrong: >-
#   p(x3 | x2) in place of p(x3 | x1, x2), stretched to the shape.
# caught_by: [factor_tables]
# hint: >-
#   Your factors know only the variable just before. From the third one on that is not enough: what is each given,
#   by the chain in section 5?
# ---

# %% grade_id="factors"
def factors(joint, names, order):
    sizes = [joint.shape[names.index(name)] for name in order]
    chain = []
    for k, name in enumerate(order):
        table = conditional_table(joint, names, [name], order[max(0, k - 1) : k])
        if k > 1:
            table = table.reshape([sizes[k]] + [1] * (k - 1) + [sizes[k - 1]]).expand([sizes[k], *sizes[:k]])
        chain.append(table)
    return chain
