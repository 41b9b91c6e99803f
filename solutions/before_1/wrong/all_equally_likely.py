# ---
# title: Every possible value is equally likely
# wrong: >-
#   What is possible comes right, how likely it is does not count.
# caught_by: [draw_law]
# hint: >-
#   Your runs have nothing impossible in them, but what is rare comes as often as what is common. Where do the
#   probabilities go in?
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = torch.Generator().manual_seed(seed)
    rows = []
    for _ in range(n):
        run = {}
        for name, table in zip(order, tables, strict=True):
            possible = (table[(slice(None), *run.values())] > 0).float()
            run[name] = torch.multinomial(possible, 1, generator=luck).item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
