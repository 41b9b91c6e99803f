# ---
# title: The guide is the prior
# wrong: >-
#   The measurement is not used at all.
# caught_by: [perfect_density]
# hint: >-
#   Your guide proposes what was thought before the measurement. What does the text want its distribution to be?
# ---

# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    pyro.sample("weight", dist.Normal(guess, SPREAD))
