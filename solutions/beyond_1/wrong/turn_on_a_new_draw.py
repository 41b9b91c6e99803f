# ---
# title: The branch is taken on a new draw
# wrong: >-
#   The temperature follows a coin of its own, not the site cloudy.
# caught_by: [weather_days]
# hint: >-
#   Your temperature does not follow the value of the site "cloudy", even when somebody holds it: something else in
#   your program decides which numbers it gets.
# ---

# %% grade_id="weather"
def weather():
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    sky = "cloudy" if cloudy.item() == 1.0 else "sunny"
    if torch.rand(()).item() < 0.3:
        temp = pyro.sample("temp", dist.Normal(55.0, 10.0))
    else:
        temp = pyro.sample("temp", dist.Normal(75.0, 15.0))
    return sky, temp
