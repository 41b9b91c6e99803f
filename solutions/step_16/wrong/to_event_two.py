# ---
# title: to_event takes two dimensions
# wrong: >-
#   to_event(2): a Dirichlet with a parameter [K, J] has a single batch dimension.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   `to_event` counts the batch dimensions that are still there. The Dirichlet has taken one dimension of its
#   parameter already: how many are left for `to_event`?
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(2), obs=data)
