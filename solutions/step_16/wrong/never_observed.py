# ---
# title: The data are not observed
# wrong: >-
#   obs= is missing: the sizes follow the data, the shares are drawn.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   The data decide how large your tables are, and then they are forgotten: the shares are drawn anew. Which
#   argument of the sample statement makes a site observed?
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1))
