# ---
# title: The pooled slope is the mean of the groups' slopes
# wrong: >-
#   One line through all flowers is another thing.
# caught_by: [slopes_exact]
# hint: >-
#   Your pooled slope is made of the slopes within the groups. It is that of one line through all flowers, and may
#   have another sign than each of them.
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
    within = []
    for g in range(n_groups):
        own = group == g
        within.append(learn(FLOWER, x[own], y[own], WIDTH_NOISE)[0][1].item())
    return sum(within) / len(within), within
