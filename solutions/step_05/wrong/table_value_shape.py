# ---
# title: The shape of the value is taken for the batch shape
# wrong: >-
#   The value's shape is the batch shape and the event shape one after the other.
# caught_by: [table]
# hint: >-
#   Your batch shape has the parts of an event in it. The shape of a value is both shapes, one after the
#   other; who knows them apart?
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {
            "name": name,
            "observed": node["is_observed"],
            "batch_shape": node["value"].shape,
            "event_shape": node["fn"].event_shape,
        }
        for name, node in nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    ]
