# ---
# title: The remainder is dropped
# wrong: >-
#   Only the K pieces are returned.
# caught_by: [sticks, model_density]
# hint: >-
#   What became of the rest of the stick? Your weights do not sum to one.
# ---

# %% grade_id="weights"
def weights(betas):
    one = torch.ones(*betas.shape[:-1], 1)
    left = torch.cat([one, (1.0 - betas).cumprod(-1)], -1)
    return betas * left[..., :-1]
