# ---
# title: to_event is missing
# wrong: >-
#   The stalls stay in the batch and meet the plate of the days in dim -1.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   The stalls are still on the left of the bar when the plate of the days comes, and it wants their place. One draw
#   should be a whole table: what moves the stalls over?
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha), obs=data)
