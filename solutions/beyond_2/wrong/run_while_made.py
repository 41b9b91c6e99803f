# ---
# title: held runs the scale
# wrong: >-
#   held runs the program that it returns once, to see whether it works.
# caught_by: [ways_condition]
# hint: >-
#   Your programs are right. But `held` runs something by itself, before anybody has a guess.
# ---

# %% grade_id="ways"
def held(measurement):
    program = poutine.condition(scale, data={"measurement": measurement})
    program(measurement)
    return program


def observed(guess, measurement):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def deferred(guess, measurement):
    return held(measurement)(guess)
