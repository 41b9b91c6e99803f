# ---
# title: Both programs are run, and one result is returned
# wrong: >-
#   first and second are called before the choice is looked at.
# caught_by: [either_runs, either_made]
# hint: >-
#   A run of yours has the sites of both programs. Which calls happen before the choice is looked at?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    def chosen():
        one, other = first(), second()
        which = pyro.sample(name, dist.Bernoulli(weight))
        return one if which.item() == 1.0 else other

    return chosen
