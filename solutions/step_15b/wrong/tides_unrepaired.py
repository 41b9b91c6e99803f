# ---
# title: to_event still takes the days as well
# wrong: >-
#   The broken model as it was: every reading counts once for each day.
# caught_by: [tides_repaired]
# hint: >-
#   The days stand in the row of `height` twice, once for the plate and once in the event: every reading still
#   counts once for each day. How many dimensions has one day's row of readings?
# ---

# %% grade_id="tides"
def tides(data):
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
        pyro.sample("height", dist.Normal(level.unsqueeze(-1) + offset, 0.5).to_event(), obs=data)
