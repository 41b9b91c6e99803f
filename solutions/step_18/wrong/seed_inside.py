# ---
# title: The seed is set inside init_loc_fn
# wrong: >-
#   Each start sets the same seed, and so all starts are the same one.
# caught_by: [start_random]
# hint: >-
#   Who decides about the random numbers of a start? A seed that is set where the draw is made leaves no choice to
#   anybody else.
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    pyro.set_rng_seed(0)
    return data[torch.randperm(len(data))[: shape[0]]]
