# ---
# title: The first choice is kept for all later runs
# wrong: >-
#   The choice is drawn in the first run, and remembered.
# caught_by: [either_made]
# hint: >-
#   The first run of a new program is right. The later ones all go the way of the first: what do they remember?
# ---

# %% grade_id="either"
def either(name, weight, first, second):
    seen = []

    def chosen():
        which = pyro.sample(name, dist.Bernoulli(weight))
        seen.append(which.item())
        return first() if seen[0] == 1.0 else second()

    return chosen
