# ---
# title: The weight is that of the second program
# wrong: >-
#   A 1 leads to second.
# caught_by: [either_runs]
# hint: >-
#   Hold the choice at 1 and see which program is run. Which one should it be?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    def chosen():
        which = pyro.sample(name, dist.Bernoulli(weight))
        return second() if which.item() == 1.0 else first()

    return chosen
