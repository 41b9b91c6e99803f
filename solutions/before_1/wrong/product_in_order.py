# ---
# title: The joint's dims are in the order of the chain
# wrong: >-
#   Never put into the order of names.
# caught_by: [product_table]
# hint: >-
#   Your numbers are right, but the dims stand in the order in which the variables were multiplied. In which does
#   the text want them?
# ---

# %% grade_id="product"
def product(tables, names, order):
    whole = torch.tensor(1.0)
    for table in tables:
        whole = (table.nan_to_num(0.0) * whole).movedim(0, -1)
    return whole
