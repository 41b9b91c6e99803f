# ---
# title: The levels lie along the gauges
# wrong: >-
#   level is not unsqueezed: it lines up with the gauges, which passes only for square data.
# caught_by: [tides_repaired]
# hint: >-
#   The level of a day and the offset of a gauge are added along the same dimension. Both are lists; which of them
#   needs a dimension of length one on its right, so that they make a table?
# ---

# %% grade_id="tides"
def tides(data):
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
        pyro.sample("height", dist.Normal(level + offset, 0.5).to_event(1), obs=data)
