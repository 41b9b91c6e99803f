# ---
# title: einsum for the sums, indices for the cases, all runs drawn at once
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    place = {name: dim for dim, name in enumerate(names)}
    for name in keep:
        if name not in place:
            raise ValueError(f"there is no variable {name!r}")
    return torch.einsum(joint, [*range(len(names))], [place[name] for name in keep])


# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint
    for dim in range(len(names) - 1, -1, -1):
        if names[dim] in given:
            part = part.select(dim, given[names[dim]])
    evidence = part.sum()
    if not evidence > 0:
        raise ValueError("never seen: " + " and ".join(f"{name} = {value}" for name, value in given.items()))
    return part.div(evidence)


# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    table = marginal(joint, names, [*of, *given])
    return table / table.sum(dim=list(range(len(of))), keepdim=True)


# %% grade_id="factors"
def factors(joint, names, order):
    chain = []
    table = marginal(joint, names, order)
    while table.dim() > 0:
        earlier = table.sum(-1)
        chain.insert(0, (table / earlier.unsqueeze(-1)).movedim(-1, 0))
        table = earlier
    return chain


# %% grade_id="product"
def product(tables, names, order):
    letter = {name: dim for dim, name in enumerate(order)}
    parts = []
    for k, table in enumerate(tables):
        parts += [torch.where(table.isnan(), 0.0, table), [k, *range(k)]]
    return torch.einsum(*parts, [letter[name] for name in names])


# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    torch.manual_seed(seed)
    columns = {}
    for name, table in zip(order, tables, strict=True):
        chances = table[(slice(None), *columns.values())]  # [values, n], or [values] for the first
        if not columns:
            chances = chances.unsqueeze(-1).expand(-1, n)
        columns[name] = torch.multinomial(chances.T, 1).squeeze(1)
    return torch.stack([columns[name] for name in names], dim=1)
