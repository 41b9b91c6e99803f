# ---
# title: Dims kept are moved to the front, logs for the chain, and draws from the whole table at once
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    wanted = [names.index(name) for name in keep]
    rest = [dim for dim in range(joint.dim()) if dim not in wanted]
    front = joint.permute(wanted + rest)
    return front.reshape((*front.shape[: len(wanted)], -1)).sum(-1)


# %% grade_id="conditional"
def conditional(joint, names, given):
    chosen = torch.ones(joint.shape)
    for name, value in given.items():
        mask = torch.zeros(joint.shape[names.index(name)])
        mask[value] = 1.0
        chosen = chosen * mask.reshape([-1 if other == name else 1 for other in names])
    cut = joint * chosen
    if cut.sum().item() == 0.0:
        raise ValueError(f"impossible: {sorted(given)}")
    return marginal(cut / cut.sum(), names, [name for name in names if name not in given])


# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    logs = marginal(joint, names, of + given).log() - marginal(joint, names, given).log()
    return logs.exp()


# %% grade_id="factors"
def factors(joint, names, order):
    if not order:
        return []
    *before, last = order
    return [*factors(joint, names, before), conditional_table(joint, names, [last], before)]


# %% grade_id="product"
def product(tables, names, order):
    sizes = dict(zip(order, [table.shape[0] for table in tables], strict=True))
    whole = torch.ones([sizes[name] for name in names])
    for k, table in enumerate(tables):
        own = [order[k], *order[:k]]
        inside = [name for name in names if name in own]
        placed = table.permute([own.index(name) for name in inside])
        whole = whole * placed.reshape([sizes[name] if name in own else 1 for name in names])
    return whole.nan_to_num(0.0)


# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    joint = product(tables, names, order)
    luck = torch.Generator()
    luck.manual_seed(seed)
    flat = torch.multinomial(joint.flatten(), n, replacement=True, generator=luck)
    return torch.stack(torch.unravel_index(flat, joint.shape), dim=1)
