# ---
# title: Helpers of plates stand on plates
# wrong: >-
#   The helper of an inner plate is listed among the sites of the outer one.
# caught_by: [plates_found]
# hint: >-
#   You list a plate among the sites of another plate. The helper of an inner plate has frames like a sample
#   site; step 4 shows how to tell them apart.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample":
            continue
        for frame in node["cond_indep_stack"]:
            empty = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
