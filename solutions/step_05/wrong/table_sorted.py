# ---
# title: The rows are in alphabetical order
# wrong: >-
#   The order of the run is lost.
# caught_by: [table]
# hint: >-
#   Your rows are in the order of the alphabet. The table should tell in which order the sites came in the
#   run, and the entries are in that order already.
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {
            "name": name,
            "observed": nodes[name]["is_observed"],
            "batch_shape": nodes[name]["fn"].batch_shape,
            "event_shape": nodes[name]["fn"].event_shape,
        }
        for name in sorted(nodes)
        if nodes[name]["type"] == "sample" and not site_is_subsample(nodes[name])
    ]
