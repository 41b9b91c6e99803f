# ---
# title: The stalls are a plate for obs as well
# wrong: >-
#   obs in plates N (-2) and a second plate of stalls (-1): same density, other shapes.
# caught_by: [model_shapes]
# hint: >-
#   Your densities are right, and one can well write the model so; but here one draw is to be a whole table. The
#   stalls of `obs` belong to the right of the bar, not into another plate.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-2), pyro.plate("stalls", n_stalls, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha), obs=data)
