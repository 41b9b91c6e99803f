# ---
# title: Size and taken have changed places
# wrong: >-
#   The frame's size is how many were looked at.
# caught_by: [plates_found]
# hint: >-
#   Your two sizes have changed places. A run cannot look at more members than there are: which of the
#   frame's two numbers is the larger one?
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            empty = {"dim": frame.dim, "size": frame.size, "taken": frame.full_size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
