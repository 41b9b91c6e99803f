# ---
# title: The scale starts at the sd of all data
# wrong: >-
#   The sd is not halved.
# caught_by: [start_values]
# hint: >-
#   Hold the start of the scale against the table: what is done with the spread of all days?
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std()
    return data[torch.randperm(len(data))[: shape[0]]]
