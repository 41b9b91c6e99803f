# ---
# title: The cloudy days get the numbers of the sunny ones
# wrong: >-
#   The two branches are exchanged: cloudy days are warm.
# caught_by: [weather_days]
# hint: >-
#   Hold "cloudy" at 1 and look around which temperature your site is then. Which of the two branches is for which
#   sky?
# ---

# %% grade_id="weather"
def weather():
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    if cloudy.item() == 1.0:
        sky, loc, scale = "cloudy", 75.0, 15.0
    else:
        sky, loc, scale = "sunny", 55.0, 10.0
    temp = pyro.sample("temp", dist.Normal(loc, scale))
    return sky, temp
