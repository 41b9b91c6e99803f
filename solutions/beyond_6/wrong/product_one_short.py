# ---
# title: The product begins one too late
# wrong: >-
#   The second piece is a share of the whole stick, too.
# caught_by: [sticks, model_density]
# hint: >-
#   The second piece is to be broken from what the first has left. From what do you break it?
# ---

# %% grade_id="weights"
def weights(betas):
    one = torch.ones(*betas.shape[:-1], 1)
    left = torch.cat([one, one, (1.0 - betas).cumprod(-1)], -1)[..., : betas.shape[-1] + 1]
    return torch.cat([betas, one], -1) * left
