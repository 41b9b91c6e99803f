# ---
# title: The size is that of the run
# wrong: >-
#   size where full_size is wanted.
# caught_by: [plates_found]
# hint: >-
#   The size of your plates is what this run looked at. A frame also knows how many members the plate has.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            empty = {"dim": frame.dim, "size": frame.size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
