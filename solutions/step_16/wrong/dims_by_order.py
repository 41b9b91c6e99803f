# ---
# title: The dims are left to the order of the plates
# wrong: >-
#   with K first and no dims given, K takes dim -1.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   You let the order of the plates decide, and the plate that is entered first gets the rightmost dim. Which of the
#   two should have it?
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls), pyro.plate("J", n_goods):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    alpha = alpha.reshape(n_stalls, n_goods)
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
