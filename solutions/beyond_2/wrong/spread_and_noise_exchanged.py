# ---
# title: SPREAD and NOISE are exchanged
# wrong: >-
#   The weight has the scale's noise, and the measurement the guess's spread.
# caught_by: [scale_density, ways_condition]
# hint: >-
#   Two standard deviations, two sites: which one says how good your guess is, and which one how good the scale is?
# ---

# %% grade_id="scale"
def scale(guess):
    weight = pyro.sample("weight", dist.Normal(guess, NOISE))
    return pyro.sample("measurement", dist.Normal(weight, SPREAD))
