# ---
# title: One slope for all groups
# wrong: >-
#   b stands outside of the plate: parallel lines.
# caught_by: [group_density]
# hint: >-
#   Your groups have intercepts of their own, and share a slope. The text wants a slope for each, too.
# ---

# %% grade_id="groups"
def by_group(
    x: torch.Tensor,
    group: torch.Tensor,
    n_groups: int,
    y: torch.Tensor | None = None,
) -> None:
    b = pyro.sample("b", dist.Normal(0.0, 1.0))
    with pyro.plate("species", n_groups):
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
    with pyro.plate("flowers", len(x)):
        mean = a[group] + b * x
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
