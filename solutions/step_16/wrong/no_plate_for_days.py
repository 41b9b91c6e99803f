# ---
# title: The days as an event
# wrong: >-
#   expand and to_event(2) instead of the plate N.
# caught_by: [model_shapes]
# hint: >-
#   All the days together are one single draw in your model. They are independent of one another, given alpha: what
#   says so?
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    return pyro.sample("obs", dist.Dirichlet(alpha.expand(n_days, -1, -1)).to_event(2), obs=data)
