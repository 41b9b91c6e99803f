# ---
# title: The plate is taken away
# wrong: >-
#   Without the plate the error is gone, and with it the independence of the buoys.
# caught_by: [drift_repaired]
# hint: >-
#   Taking the plate away silences the error and loses what it said: that the buoys are independent of one another.
#   The fault is in the dimensions of `moved`.
# ---

# %% grade_id="drift"
def drift(data):
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    pyro.sample("moved", dist.Normal(current.expand(len(data), 2), 2.0).to_event(2), obs=data)
