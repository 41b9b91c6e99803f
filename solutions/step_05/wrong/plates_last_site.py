# ---
# title: Only the last site of a plate
# wrong: >-
#   The list is made anew for each site.
# caught_by: [plates_found]
# hint: >-
#   Each of your plates has a single site. When the second site of a plate comes, what happens to the list
#   with the first?
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            plates[frame.name] = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": [name]}
    return plates
