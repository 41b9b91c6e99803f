# ---
# title: Only later sites are looked at
# wrong: >-
#   The order of the dictionary is taken for the order of the program.
# caught_by: [edges_found]
# hint: >-
#   You look only at the sites that come later in the dictionary. Its order says nothing about the program:
#   ask about every other site.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before, names = scores(values), list(values)
    edges = []
    for place, raised in enumerate(names):
        after = scores({**values, raised: values[raised] + 0.1})
        edges += [(raised, name) for name in names[place + 1 :] if after[name] != before[name]]
    return edges
