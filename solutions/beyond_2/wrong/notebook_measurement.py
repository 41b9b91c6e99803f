# ---
# title: The notebook's own measurement is held
# wrong: >-
#   held looks at SHOWN, not at its argument.
# caught_by: [ways_condition]
# hint: >-
#   Whatever measurement your function is given, the one that it holds is always the same. Where does it come from?
# unnoticed: >-
#   The checks of this task ask about the notebook's own measurement.
# ---

# %% grade_id="ways"
def held(measurement):
    return poutine.condition(scale, data={"measurement": SHOWN})


def observed(guess, measurement):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def deferred(guess, measurement):
    return held(measurement)(guess)
