# ---
# title: The temperature is returned as a plain number
# wrong: >-
#   weather returns temp.item(), and ice_cream is written for that.
# caught_by: [weather_days]
# hint: >-
#   The second of your pair is a plain number. The text asks for the tensor of the site, as `pyro.sample` gave it.
# unnoticed: >-
#   A check in the notebook takes a number and a tensor of one number alike.
# ---

# %% grade_id="weather"
def weather():
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    sky, loc, scale = ("cloudy", 55.0, 10.0) if cloudy.item() == 1.0 else ("sunny", 75.0, 15.0)
    return sky, pyro.sample("temp", dist.Normal(loc, scale)).item()


# %% grade_id="ice_cream"
def ice_cream():
    sky, temp = weather()
    good = sky == "sunny" and temp > 80.0
    return pyro.sample("sales", dist.Normal(200.0 if good else 50.0, 25.0))
