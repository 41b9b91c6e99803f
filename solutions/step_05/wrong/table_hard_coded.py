# ---
# title: The table of the bakeries is written down
# wrong: >-
#   Every model gets the rows of the notebook's own model.
# caught_by: [table]
# hint: >-
#   You have written the table of one model down by hand. The function should read the entries that it is
#   given, whatever the model.
# ---

# %% grade_id="site_table"
def site_table(nodes):
    return [
        {"name": "flour", "observed": False, "batch_shape": (), "event_shape": ()},
        {"name": "oven", "observed": False, "batch_shape": (3,), "event_shape": ()},
        {"name": "weight", "observed": False, "batch_shape": (4, 3), "event_shape": ()},
    ]
