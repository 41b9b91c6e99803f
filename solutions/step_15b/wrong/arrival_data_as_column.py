# ---
# title: The data become a column as well
# wrong: >-
#   data.unsqueeze(-1): the mean is stretched to [N, N] by the plate all the same.
# caught_by: [arrival_repaired]
# hint: >-
#   You made the data a column, like the mean. In a plate whose dim is the last one, a column is stretched: its
#   length one stands where the ships should. Take the superfluous dimension away instead of adding one.
# ---

# %% grade_id="arrival"
def arrival(facts, data):
    n_ships, n_facts = facts.shape
    weights = pyro.sample("weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2))
    with pyro.plate("ships", n_ships):
        pyro.sample("late", dist.Normal(facts @ weights, 1.5), obs=data.unsqueeze(-1))
