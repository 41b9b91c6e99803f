# ---
# title: Only the innermost plate of a site
# wrong: >-
#   A site in two plates is listed in one of them only.
# caught_by: [plates_found]
# hint: >-
#   Each site stands on one plate at most in your answer. A site within two plates has two frames, and
#   stands on both.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"][-1:]:
            empty = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
