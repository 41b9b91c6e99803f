# ---
# title: The product of the first and the last factor
# wrong: >-
#   What lies between is left out.
# caught_by: [product_table]
# hint: >-
#   From three variables on your product is no distribution any more: it does not sum to 1. How many factors has the
#   chain?
# ---

# %% grade_id="product"
def product(tables, names, order):
    whole = tables[0]
    for table in tables[1:-1]:
        whole = whole.unsqueeze(-1).expand([*whole.shape, len(table)])
    if len(tables) > 1:
        whole = (tables[-1].nan_to_num(0.0) * whole).movedim(0, -1)
    return marginal(whole, order, names)
