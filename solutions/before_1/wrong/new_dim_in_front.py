# ---
# title: The new dim stays in front
# wrong: >-
#   The next factor is multiplied onto dims that stand in the wrong order.
# caught_by: [product_table]
# hint: >-
#   From the third factor on your product is wrong: the new variable's dim stands in front of what you have so far,
#   and the next factor expects it behind.
# ---

# %% grade_id="product"
def product(tables, names, order):
    whole = torch.tensor(1.0)
    for k, table in enumerate(tables):
        sizes = [len(one) for one in tables[:k]]
        whole = table.nan_to_num(0.0) * whole.reshape(sizes)
    sizes = [len(one) for one in tables]
    return marginal(whole.movedim(0, -1).reshape(sizes), order, names)
