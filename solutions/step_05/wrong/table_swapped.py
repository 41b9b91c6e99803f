# ---
# title: Batch and event shape have changed places
# wrong: >-
#   The two shapes are swapped.
# caught_by: [table]
# hint: >-
#   Your two shapes have changed places. Which of them counts independent draws, and which the parts of one
#   draw?
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {
            "name": name,
            "observed": node["is_observed"],
            "batch_shape": node["fn"].event_shape,
            "event_shape": node["fn"].batch_shape,
        }
        for name, node in nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    ]
