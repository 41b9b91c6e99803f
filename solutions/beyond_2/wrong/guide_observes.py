# ---
# title: The guide observes the measurement
# wrong: >-
#   A second site, with obs=, in the guide.
# caught_by: [perfect_density]
# hint: >-
#   Your guide has an observed site. A guide proposes what nobody has seen; what was seen belongs to the model.
# ---

# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    mean, sd = posterior(guess, measurement)
    weight = pyro.sample("weight", dist.Normal(mean, sd))
    pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)
