# ---
# title: The temperature has another name on each branch
# wrong: >-
#   Sites temp_cloudy and temp_sunny in the place of temp.
# caught_by: [weather_days, sales_days]
# hint: >-
#   On each branch your temperature has a name of its own. It is one random variable, whatever the sky: whoever has
#   seen a temperature has to be able to say which site that was.
# ---

# %% grade_id="weather"
def weather():
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    if cloudy.item() == 1.0:
        return "cloudy", pyro.sample("temp_cloudy", dist.Normal(55.0, 10.0))
    return "sunny", pyro.sample("temp_sunny", dist.Normal(75.0, 15.0))
