# ---
# title: The columns stand in the order of drawing
# wrong: >-
#   list(run.values()): in the order of order.
# caught_by: [draw_rows, draw_law]
# hint: >-
#   Your columns stand in the order in which the variables were drawn. Which list gives the order of the columns?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = torch.Generator().manual_seed(seed)
    rows = []
    for _ in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = torch.multinomial(table[(slice(None), *run.values())], 1, generator=luck).item()
        rows.append(list(run.values()))
    return torch.tensor(rows)
