# ---
# title: The same day may be picked twice
# wrong: >-
#   Draws with replacement: now and then two captains start at one place and stay together forever.
# caught_by: [start_values]
# hint: >-
#   Each of your draws knows nothing of the others, so that two captains may get the same day. What happens to
#   captains who start at the same place?
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data[torch.randint(0, len(data), tuple(shape))]
