# ---
# title: The measurement is the middle, and the weight is observed
# wrong: >-
#   Normal is symmetric, so the density is the same; the site measurement has the weight as its value.
# caught_by: [ways_condition]
# hint: >-
#   In your `observed`, what was seen is the middle of a distribution, and something else is the observed value. For
#   a normal the density is the same by luck. Which of the two is the data?
# ---

# %% grade_id="ways"
def held(measurement):
    return poutine.condition(scale, data={"measurement": measurement})


def observed(guess, measurement):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(measurement, NOISE), obs=weight)


def deferred(guess, measurement):
    return held(measurement)(guess)
