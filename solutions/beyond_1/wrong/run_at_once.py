# ---
# title: A run is returned in the place of the program
# wrong: >-
#   either runs the inner function and returns what came back.
# caught_by: [either_runs, either_made]
# hint: >-
#   What you return is the result of a run, not a program. What do the brackets behind a function's name do?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    def chosen():
        which = pyro.sample(name, dist.Bernoulli(weight))
        return first() if which.item() == 1.0 else second()

    return chosen()
