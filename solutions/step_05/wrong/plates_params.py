# ---
# title: Parameters stand on plates
# wrong: >-
#   A parameter that is asked for inside a plate is listed among its sites.
# caught_by: [plates_found]
# hint: >-
#   You list parameters among the sites of a plate. A parameter is asked for inside the plate, but nothing
#   is drawn there.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] not in ("sample", "param") or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            empty = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
