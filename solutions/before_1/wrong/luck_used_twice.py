# ---
# title: The same luck for every variable
# wrong: >-
#   The generator is seeded anew for each variable, so that what should be chance goes hand in hand.
# caught_by: [draw_law]
# hint: >-
#   Each variable follows its factor, and yet they hang together more than the factors say: all of them use the same
#   luck. Once made, the generator has to go on.
# ---

# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    columns = {}
    for name, table in zip(order, tables, strict=True):
        luck = torch.rand(n, generator=torch.Generator().manual_seed(seed))
        chances = table[(slice(None), *columns.values())]
        if not columns:
            chances = chances.unsqueeze(-1).expand(-1, n)
        columns[name] = (luck > chances.cumsum(0)).sum(0).clamp(max=len(table) - 1)
    return torch.stack([columns[name] for name in names], 1)
