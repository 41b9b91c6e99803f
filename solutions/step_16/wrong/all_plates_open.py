# ---
# title: The days inside the plates of alpha
# wrong: >-
#   obs stands in all three plates.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   Your second `with` stands inside the first, so the plates of the stalls and of the goods are still open when the
#   shares are drawn. For the shares these two dimensions are one event: close the plates first.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_days, dim=-3):
            return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
