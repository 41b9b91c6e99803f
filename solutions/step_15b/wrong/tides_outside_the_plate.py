# ---
# title: The observed site is moved out of the plate
# wrong: >-
#   to_event(2) outside the plate gives the right density, and one single event instead of independent days.
# caught_by: [tides_repaired]
# hint: >-
#   Your density is right, but `height` stands in no plate any more: all days have become one single draw. Let the
#   plate have the days, and give `to_event` only what is left.
# ---

# %% grade_id="tides"
def tides(data):
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
    pyro.sample("height", dist.Normal(level.unsqueeze(-1) + offset, 0.5).to_event(2), obs=data)
