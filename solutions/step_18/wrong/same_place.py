# ---
# title: All captains start at the mean
# wrong: >-
#   The symmetric start: the captains have equal gradients and never part.
# caught_by: [start_values, start_random]
# hint: >-
#   Your captains all begin at the same place. Look at the first of the three pictures in section 2.
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data.mean().expand(shape)
