# ---
# title: alpha is divided by its sum
# wrong: >-
#   The Dirichlet gets proportions, so that all stalls are equally unsteady.
# caught_by: [model_density, fit_quality]
# hint: >-
#   You divide alpha by its sum before the Dirichlet sees it. The average shares are the same, but the sum was what
#   says how steady a stall is.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha / alpha.sum(-1, keepdim=True)).to_event(1), obs=data)
