# ---
# title: Dims are counted from the left
# wrong: >-
#   The dim depends on the site that one looks at.
# caught_by: [plates_found]
# hint: >-
#   You count the dim from the left, so it changes with the number of plates around a site. The frame has it
#   counted from the right, and it is a negative number.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            empty = {
                "dim": len(node["fn"].batch_shape) + frame.dim,
                "size": frame.full_size,
                "taken": frame.size,
                "sites": [],
            }
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
