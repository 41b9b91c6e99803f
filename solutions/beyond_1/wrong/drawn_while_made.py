# ---
# title: The choice is drawn while the program is made
# wrong: >-
#   The coin is tossed once, outside of the inner function, and closed over.
# caught_by: [either_runs, either_made]
# hint: >-
#   Your coin is tossed when the program is made, so no run of it has the site, and every run goes the same way.
#   What belongs inside of the inner function?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    which = pyro.sample(name, dist.Bernoulli(weight))

    def chosen():
        return first() if which.item() == 1.0 else second()

    return chosen
