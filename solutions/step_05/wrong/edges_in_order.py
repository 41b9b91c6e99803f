# ---
# title: Every site depends on all before it
# wrong: >-
#   The order of the dictionary is taken for dependence, and no experiment is made.
# caught_by: [edges_found]
# hint: >-
#   You take the order of the sites for arrows, and make no experiment. A site may come later and still not
#   depend on the ones before it.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    names = list(values)
    return [(names[i], names[j]) for i in range(len(names)) for j in range(i + 1, len(names))]
