# ---
# title: Both programs are run once while the new one is made
# wrong: >-
#   either runs first and second, to see whether they work.
# caught_by: [either_made]
# hint: >-
#   The runs of your new program are right. But something is run before: what does `either` do besides making it?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    for program in (first, second):
        with poutine.block():
            program()

    def chosen():
        which = pyro.sample(name, dist.Bernoulli(weight))
        return first() if which.item() == 1.0 else second()

    return chosen
