# ---
# title: A day of exactly 80 degrees counts as hot
# wrong: >-
#   The comparison takes the border in.
# caught_by: [sales_days]
# hint: >-
#   Nearly all of your days are right. What does the text say about a day of exactly the border temperature, and
#   what does your comparison?
# unnoticed: >-
#   No check in the notebook looks at a day on the border, which the text and a hint name.
# ---

# %% grade_id="ice_cream"
def ice_cream():
    sky, temp = weather()
    good = sky == "sunny" and temp.item() >= 80.0
    return pyro.sample("sales", dist.Normal(200.0 if good else 50.0, 25.0))
