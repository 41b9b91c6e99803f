# ---
# title: The variance is given where Normal takes the standard deviation
# wrong: >-
#   NOISE is squared.
# caught_by: [scale_density, ways_condition]
# hint: >-
#   The second argument of `Normal` is the standard deviation itself, not its square.
# ---

# %% grade_id="scale"
def scale(guess):
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE**2))
