# ---
# title: Empty plates are listed
# wrong: >-
#   A plate without any sample site has a key.
# caught_by: [plates_found]
# hint: >-
#   You list a plate on which no sample site stands. The text asks only for those that hold at least one.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] == "sample" and site_is_subsample(node):
            helper = node["fn"]
            plates[name] = {"dim": None, "size": helper.size, "taken": helper.subsample_size, "sites": []}
    for name, node in nodes.items():
        if node["type"] == "sample" and name not in plates:
            for frame in node["cond_indep_stack"]:
                plates[frame.name]["dim"] = frame.dim
                plates[frame.name]["sites"].append(name)
    return plates
