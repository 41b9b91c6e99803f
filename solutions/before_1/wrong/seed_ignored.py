# ---
# title: The seed is ignored
# wrong: >-
#   Drawn from PyTorch's own luck, which goes on from call to call.
# caught_by: [draw_rows]
# hint: >-
#   The same seed gives other rows when you ask again. Which argument of draw have you not used?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    rows = []
    for _ in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = torch.multinomial(table[(slice(None), *run.values())], 1).item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
