# ---
# title: East and north become a plate
# wrong: >-
#   A second plate of size 2 makes the shapes fit, and says that east and north are two independent draws.
# caught_by: [drift_repaired]
# hint: >-
#   Your densities are right, but you have declared east and north independent by a plate. They are the two parts of
#   one move: they belong on the right of the bar.
# ---

# %% grade_id="drift"
def drift(data):
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    with pyro.plate("buoys", len(data), dim=-2), pyro.plate("directions", 2, dim=-1):
        pyro.sample("moved", dist.Normal(current, 2.0), obs=data)
