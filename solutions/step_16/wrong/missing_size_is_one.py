# ---
# title: A missing size is taken for one
# wrong: >-
#   No ValueError without data.
# caught_by: [model_shapes]
# hint: >-
#   When a size is missing your model makes one up. It should stop with a `ValueError`; `hall_sizes` raises it for
#   you.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = data.shape if data is not None else (n_days or 1, n_stalls or 1, n_goods or 1)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
