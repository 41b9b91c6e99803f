# ---
# title: No more than two plates around a site
# wrong: >-
#   The frames are looked at as a pair, as in the lesson's own models. A third one is passed over.
# caught_by: [plates_found]
# hint: >-
#   Your function is right while at most two plates are around a site. How many frames may an entry have?
# unnoticed: >-
#   The lesson's own models have two plates at most; the text says that a frame stands there for each.
# ---

# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"][:2]:
            empty = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
