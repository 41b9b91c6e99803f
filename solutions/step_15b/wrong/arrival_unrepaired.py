# ---
# title: The mean is still a column
# wrong: >-
#   The broken model as it was: every ship is judged by the facts of every ship.
# caught_by: [arrival_repaired]
# hint: >-
#   Every ship is still judged by the facts of all ships. The mean is a column and the data are a list: lined up
#   from the right they make a square.
# ---

# %% grade_id="arrival"
def arrival(facts, data):
    n_ships, n_facts = facts.shape
    weights = pyro.sample("weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2))
    with pyro.plate("ships", n_ships):
        mean = torch.matmul(facts, weights)
        pyro.sample("late", dist.Normal(mean, 1.5), obs=data)
