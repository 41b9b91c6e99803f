# ---
# title: The groups are counted from one
# wrong: >-
#   Index g - 1: group 0 silently gets the numbers of the last one.
# caught_by: [group_density]
# hint: >-
#   Each flower gets the line of another group than its own. From which number on are the groups counted, and which
#   entry does an index of -1 take?
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
        mean = a[group - 1] + b[group - 1] * x
        pyro.sample("y", dist.Normal(mean, WIDTH_NOISE), obs=y)


def slopes(
    x: torch.Tensor, y: torch.Tensor, group: torch.Tensor, n_groups: int
) -> tuple[float, list[float]]:
    pooled = learn(FLOWER, x, y, WIDTH_NOISE)[0][1].item()
    within = []
    for g in range(n_groups):
        own = group == g
        within.append(learn(FLOWER, x[own], y[own], WIDTH_NOISE)[0][1].item())
    return pooled, within
