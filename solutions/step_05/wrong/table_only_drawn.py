# ---
# title: Observed sites get no row
# wrong: >-
#   Only the latent sites are in the table.
# caught_by: [table]
# hint: >-
#   Your table leaves out what was observed. An observed site is a random variable like any other.
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {
            "name": name,
            "observed": False,
            "batch_shape": node["fn"].batch_shape,
            "event_shape": node["fn"].event_shape,
        }
        for name, node in nodes.items()
        if node["type"] == "sample" and not node["is_observed"] and not site_is_subsample(node)
    ]
