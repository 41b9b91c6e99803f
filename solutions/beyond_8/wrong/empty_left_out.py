# ---
# title: An empty group is left out
# wrong: >-
#   The groups are those that occur, so the list is too short.
# caught_by: [slopes_exact]
# hint: >-
#   Your list has an entry for each group that occurs. What do we think of a group that nobody has seen yet?
# ---

# %% grade_id="groups"
def by_group(
    x: torch.Tensor,
    group: torch.Tensor,
    n_groups: int,
    y: torch.Tensor | None = None,
) -> None:
    with pyro.plate("species", n_groups):
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
        b = pyro.sample("b", dist.Normal(0.0, 1.0))
    with pyro.plate("flowers", len(x)):
        mean = a[group] + b[group] * x
        pyro.sample("y", dist.Normal(mean, WIDTH_NOISE), obs=y)


def slopes(
    x: torch.Tensor, y: torch.Tensor, group: torch.Tensor, n_groups: int
) -> tuple[float, list[float]]:
    pooled = learn(FLOWER, x, y, WIDTH_NOISE)[0][1].item()
    within = []
    for g in group.unique():
        own = group == g
        within.append(learn(FLOWER, x[own], y[own], WIDTH_NOISE)[0][1].item())
    return pooled, within
