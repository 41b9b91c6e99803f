# ---
# title: NaN in the joint
# wrong: >-
#   NaN times 0 is NaN.
# caught_by: [product_table]
# hint: >-
#   There is a NaN in your joint. What comes after something impossible has no distribution, but the probability of
#   both together is known.
# ---

# %% grade_id="product"
def product(tables, names, order):
    whole = torch.tensor(1.0)
    for table in tables:
        whole = (table * whole).movedim(0, -1)
    return marginal(whole, order, names)
