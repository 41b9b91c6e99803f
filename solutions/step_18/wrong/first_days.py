# ---
# title: The first days, whatever the seed
# wrong: >-
#   The locs start at the first K days: nothing is left to chance, and every seed has the same start.
# caught_by: [start_random]
# hint: >-
#   Your captains begin at the first days of the data, each time. What would a second seed change?
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data[: shape[0]].clone()
