# ---
# title: The choice is no site
# wrong: >-
#   torch decides, and nobody sees or holds it.
# caught_by: [either_runs]
# hint: >-
#   Your choice is random, but no site: a trace does not show it, and nobody can hold it.
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    def chosen():
        return first() if torch.rand(()).item() < weight else second()

    return chosen
