# ---
# title: do in the place of condition
# wrong: >-
#   The measurement is set, so it is neither observed nor scored.
# caught_by: [ways_condition]
# hint: >-
#   Your measurement is set, not seen: its site still draws, and what you gave is not scored. Which of the two
#   handlers is for seeing?
# ---

# %% grade_id="ways"
def held(measurement):
    return poutine.do(scale, data={"measurement": measurement})


def observed(guess, measurement):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def deferred(guess, measurement):
    return held(measurement)(guess)
