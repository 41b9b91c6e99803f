# ---
# title: to_event is left out altogether
# wrong: >-
#   Without to_event the gauges lie in the dim of the plate days.
# caught_by: [tides_repaired]
# hint: >-
#   Now the gauges stand on the left of the bar, where the plate of the days expects its own length. One day's
#   readings belong together: `to_event` was not wrong, it took too much.
# ---

# %% grade_id="tides"
def tides(data):
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
        pyro.sample("height", dist.Normal(level.unsqueeze(-1) + offset, 0.5), obs=data)
