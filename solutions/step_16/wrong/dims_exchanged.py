# ---
# title: The stalls own dim -1, the goods dim -2
# wrong: >-
#   alpha lies on its side: [J, K].
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   Your table of alphas lies on its side. A Dirichlet reads along the last dimension, so that must be the goods of
#   one stall.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-1), pyro.plate("J", n_goods, dim=-2):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
