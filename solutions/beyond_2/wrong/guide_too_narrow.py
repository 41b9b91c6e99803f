# ---
# title: The sd is squared in the guide
# wrong: >-
#   What posterior returns as an sd is taken for something else.
# caught_by: [perfect_density]
# hint: >-
#   The middle of your guide is right, and its width is not. What did your `posterior` return as its second number,
#   and what does `Normal` take?
# ---

# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    mean, sd = posterior(guess, measurement)
    pyro.sample("weight", dist.Normal(mean, sd**2))
