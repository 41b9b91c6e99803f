# ---
# title: The square is added up
# wrong: >-
#   The [N, N] mean is reduced with a sum over ships instead of being avoided.
# caught_by: [arrival_repaired]
# hint: >-
#   The shape fits now, but the mean of each ship is no longer its own: a reduction over the ships made it fit. Only
#   a dimension of length one may go.
# ---

# %% grade_id="arrival"
def arrival(facts, data):
    n_ships, n_facts = facts.shape
    weights = pyro.sample("weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2))
    with pyro.plate("ships", n_ships):
        mean = (facts @ weights).expand(n_ships, n_ships).mean(0)
        pyro.sample("late", dist.Normal(mean, 1.5), obs=data)
