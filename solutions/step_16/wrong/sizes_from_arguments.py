# ---
# title: The sizes of the arguments go before the data
# wrong: >-
#   hall_sizes is asked about the data only when the numbers are missing.
# caught_by: [model_shapes]
# hint: >-
#   Data were given, and the numbers said something else: the data decide. `hall_sizes` does that, if you hand it
#   the data.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    if None in (n_days, n_stalls, n_goods):
        n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
