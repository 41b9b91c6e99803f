# ---
# title: A seed of its own
# wrong: >-
#   manual_seed(0), whatever seed is given.
# caught_by: [draw_rows]
# hint: >-
#   You get the same rows for every seed. From which number does your luck begin?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = torch.Generator().manual_seed(0)
    rows = []
    for _ in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = torch.multinomial(table[(slice(None), *run.values())], 1, generator=luck).item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
