# ---
# title: The weather is run twice in one day
# wrong: >-
#   One run of weather for the sky, another for the temperature.
# caught_by: [sales_days]
# hint: >-
#   Your seller runs the weather more than once in a day, and then one name stands for two random variables. One run
#   returns all that is needed.
# ---

# %% grade_id="ice_cream"
def ice_cream():
    sky = weather()[0]
    temp = weather()[1]
    good = sky == "sunny" and temp.item() > 80.0
    return pyro.sample("sales", dist.Normal(200.0 if good else 50.0, 25.0))
