# ---
# title: Always three captains
# wrong: >-
#   K is written down as 3.
# caught_by: [start_values]
# hint: >-
#   How many captains there are is not for your function to decide. Which part of the site tells it?
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    if site["name"] == "weights":
        return torch.full((3,), 1 / 3)
    if site["name"] == "scale":
        return data.std() / 2
    return data[torch.randperm(len(data))[:3]]
