# ---
# title: No more than two arrows from a site
# wrong: >-
#   Of the sites whose term has changed only the first two are taken.
# caught_by: [edges_found]
# hint: >-
#   Your function stops looking after two arrows from the same site. How many sites may be made from one?
# unnoticed: >-
#   In the lesson's own models no site has more than two.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        changed = [name for name in values if after[name] != before[name] and name != raised]
        edges += [(raised, name) for name in changed[:2]]
    return edges
