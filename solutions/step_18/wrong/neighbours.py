# ---
# title: Days in a row from a random day on
# wrong: >-
#   A random stretch of consecutive days: most sets of days are never tried.
# caught_by: [start_random]
# hint: >-
#   Your days always follow each other in the data. Can the first day and the last one come up together?
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    first = torch.randint(0, len(data) - shape[0] + 1, ())
    return data[first : first + shape[0]].clone()
