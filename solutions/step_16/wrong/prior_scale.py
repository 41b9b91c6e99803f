# ---
# title: A scale is given for the rate
# wrong: >-
#   Gamma(1, 10), as if the second argument were the scale with which the original guide made its data.
# caught_by: [model_density, fit_quality]
# hint: >-
#   Your prior expects other alphas than the text says. The second argument of Pyro's Gamma is a rate.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 10.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
