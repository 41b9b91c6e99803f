# ---
# title: Sunny or hot in the place of sunny and hot
# wrong: >-
#   Every sunny day and every hot one counts as good.
# caught_by: [sales_days]
# hint: >-
#   Go through the four kinds of days of the hint in the notebook: which of them are good ones in your program?
# ---

# %% grade_id="ice_cream"
def ice_cream():
    sky, temp = weather()
    good = sky == "sunny" or temp.item() > 80.0
    return pyro.sample("sales", dist.Normal(200.0 if good else 50.0, 25.0))
