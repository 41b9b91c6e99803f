# ---
# title: The variance is given where Normal takes the standard deviation
# wrong: >-
#   The squares of 10 and 15 are given as scales.
# caught_by: [weather_days]
# hint: >-
#   The second argument of `Normal` is the standard deviation itself, not its square.
# ---

# %% grade_id="weather"
def weather():
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    if cloudy.item() == 1.0:
        sky, loc, variance = "cloudy", 55.0, 10.0**2
    else:
        sky, loc, variance = "sunny", 75.0, 15.0**2
    temp = pyro.sample("temp", dist.Normal(loc, variance))
    return sky, temp
