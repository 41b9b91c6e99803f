# ---
# title: The rows are decimal numbers
# wrong: >-
#   torch.zeros without a dtype holds floats.
# caught_by: [draw_rows, draw_law]
# hint: >-
#   The values in your rows are decimal numbers. They are places, which are counted: which type do whole numbers
#   have in PyTorch?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = torch.Generator().manual_seed(seed)
    rows = torch.zeros(n, len(names))
    for i in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = torch.multinomial(table[(slice(None), *run.values())], 1, generator=luck).item()
        rows[i] = torch.tensor([run[name] for name in names])
    return rows
