# ---
# title: Each variable is drawn as if it were alone
# wrong: >-
#   The mean over the columns, whatever was drawn before.
# caught_by: [draw_rows, draw_law]
# hint: >-
#   Your variables do not follow those before them. In each run, which column of a factor is the right one?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = torch.Generator().manual_seed(seed)
    columns = {}
    for name, table in zip(order, tables, strict=True):
        chances = table.nan_to_num(0.0).flatten(1).sum(1) if table.dim() > 1 else table
        columns[name] = torch.multinomial(chances, n, replacement=True, generator=luck)
    return torch.stack([columns[name] for name in names], 1)
