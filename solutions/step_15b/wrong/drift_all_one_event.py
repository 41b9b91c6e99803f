# ---
# title: All buoys become one event
# wrong: >-
#   The mean is expanded over the buoys and to_event(2) takes both dims, in the plate: every buoy counts N times.
# caught_by: [drift_repaired]
# hint: >-
#   You put the buoys on the event side as well, while they stand in a plate: they are counted twice over. How many
#   dimensions has one move?
# ---

# %% grade_id="drift"
def drift(data):
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    with pyro.plate("buoys", len(data)):
        pyro.sample("moved", dist.Normal(current.expand(len(data), 2), 2.0).to_event(2), obs=data)
