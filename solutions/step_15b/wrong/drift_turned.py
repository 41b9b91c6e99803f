# ---
# title: The data are turned round to please the plate
# wrong: >-
#   The data are transposed so that the buoys come last, with east and north to the left of the plate.
# caught_by: [drift_repaired]
# hint: >-
#   You have turned the data so that the buoys lie where the plate wants them. East and north are then to the left
#   of the plate, where they belong to nothing. Leave the data, and move their dimension over the bar.
# ---

# %% grade_id="drift"
def drift(data):
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    with pyro.plate("buoys", len(data)):
        pyro.sample("moved", dist.Normal(current.unsqueeze(-1), 2.0), obs=data.T)
