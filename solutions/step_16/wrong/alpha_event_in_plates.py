# ---
# title: alpha expanded to an event inside its plates
# wrong: >-
#   Inside the plates alpha gets event dims as well: K times J tables.
# caught_by: [model_shapes, model_density, fit_quality]
# hint: >-
#   The plates make one alpha for each stall and each kind of goods by themselves. If you expand the distribution as
#   well, each place gets a whole table.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0).expand([n_stalls, n_goods]).to_event(2))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
