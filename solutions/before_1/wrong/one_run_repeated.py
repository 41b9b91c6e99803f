# ---
# title: One run, repeated
# wrong: >-
#   The generator is made anew for each run: the same luck again.
# caught_by: [draw_rows, draw_law]
# hint: >-
#   All your runs are the same. A generator that is made anew brings the same luck: where do you make it?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    rows = []
    for _ in range(n):
        luck = torch.Generator().manual_seed(seed)
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = torch.multinomial(table[(slice(None), *run.values())], 1, generator=luck).item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
