# ---
# title: The column becomes an event of one
# wrong: >-
#   to_event(1) on the column and data as a column: right density, but each lateness is a vector of length one.
# caught_by: [arrival_repaired]
# hint: >-
#   Your densities are right, but each lateness has become a vector with a single part, because the superfluous
#   dimension went over the bar. A lateness is a plain number: that dimension should go before the distribution is
#   made.
# ---

# %% grade_id="arrival"
def arrival(facts, data):
    n_ships, n_facts = facts.shape
    weights = pyro.sample("weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2))
    with pyro.plate("ships", n_ships):
        pyro.sample("late", dist.Normal(facts @ weights, 1.5).to_event(1), obs=data.unsqueeze(-1))
