# ---
# title: All captains start close to the mean
# wrong: >-
#   A start that is nearly symmetric: the captains have nearly equal gradients and hardly part.
# caught_by: [start_values, start_random]
# hint: >-
#   Your captains all begin at nearly the same place. Look at the first of the three pictures in section 2.
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data.mean() + 0.05 * torch.arange(shape[-1])
