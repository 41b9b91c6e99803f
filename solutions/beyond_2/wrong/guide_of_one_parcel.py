# ---
# title: The guide is that of the notebook's parcel
# wrong: >-
#   The arguments are not looked at.
# caught_by: [perfect_density]
# hint: >-
#   Your guide proposes the same for every guess and measurement. Where does it take them from?
# unnoticed: >-
#   The check asks about the parcel of the story.
# ---

# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    mean, sd = posterior(GUESS, SHOWN)
    pyro.sample("weight", dist.Normal(mean, sd))
