# ---
# title: The measurement is around the guess
# wrong: >-
#   The scale feels the guess, so weight and measurement have nothing to do with one another.
# caught_by: [scale_density, ways_condition]
# hint: >-
#   Hold "weight" at a far-off value: your measurement does not move along. What does the scale feel, the parcel or
#   your guess of it?
# ---

# %% grade_id="scale"
def scale(guess):
    pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(guess, NOISE))
