# ---
# title: alpha as one big event, without plates
# wrong: >-
#   expand and to_event(2) give the same density, but nothing says that the alphas are independent.
# caught_by: [model_shapes]
# hint: >-
#   Your alphas are one single draw with many parts. The text wants them independent, in two plates: to the left of
#   the bar.
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0).expand([n_stalls, n_goods]).to_event(2))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
