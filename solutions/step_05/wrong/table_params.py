# ---
# title: Parameters are taken for sample sites
# wrong: >-
#   AttributeError: the fn of a parameter is no distribution and has no batch shape.
# caught_by: [table]
# hint: >-
#   Your function stops at a parameter: its entry has no distribution, because it is set and not drawn.
#   Which key of an entry says what it is?
# ---

# %% grade_id="site_table"
def site_table(nodes):
    rows = []
    for name, node in nodes.items():
        if node["type"] in ("sample", "param") and not site_is_subsample(node):
            fn = node["fn"]
            row = {"name": name, "observed": node["is_observed"]}
            rows.append({**row, "batch_shape": fn.batch_shape, "event_shape": fn.event_shape})
    return rows
