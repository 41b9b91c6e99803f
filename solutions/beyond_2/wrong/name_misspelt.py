# ---
# title: A site that does not exist is held
# wrong: >-
#   The name is measure, and Pyro waits for such a site in vain.
# caught_by: [ways_condition]
# hint: >-
#   Your measurement is drawn anew in each run: nothing is held. Compare the name in your condition with that of the
#   site, letter by letter.
# ---

# %% grade_id="ways"
def held(measurement):
    return poutine.condition(scale, data={"measure": measurement})


def observed(guess, measurement):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def deferred(guess, measurement):
    return held(measurement)(guess)
