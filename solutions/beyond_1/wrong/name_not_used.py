# ---
# title: The site has a name of its own
# wrong: >-
#   The argument name is not used.
# caught_by: [either_runs]
# hint: >-
#   The site of your choice has always the same name. Where does the text say what it is called, and why could two
#   of them not stand in one run?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    def chosen():
        which = pyro.sample("which", dist.Bernoulli(weight))
        return first() if which.item() == 1.0 else second()

    return chosen
