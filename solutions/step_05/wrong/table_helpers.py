# ---
# title: The helpers of plates get a row
# wrong: >-
#   Entries of type sample that are a plate's helper are in the table.
# caught_by: [table]
# hint: >-
#   Your table has plates in it. The helper of a plate has the type of a sample site; step 4 shows the
#   question that tells the two apart.
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {
            "name": name,
            "observed": node["is_observed"],
            "batch_shape": getattr(node["fn"], "batch_shape", ()),
            "event_shape": getattr(node["fn"], "event_shape", ()),
        }
        for name, node in nodes.items()
        if node["type"] == "sample"
    ]
