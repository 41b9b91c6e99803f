# ---
# title: The most likely value in place of a draw
# wrong: >-
#   argmax: every run is the same.
# caught_by: [draw_rows, draw_law]
# hint: >-
#   Every run is the most likely one. A draw may also be something rare: each value as often as its probability
#   says.
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    torch.manual_seed(seed)
    rows = []
    for _ in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            run[name] = table[(slice(None), *run.values())].argmax().item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
