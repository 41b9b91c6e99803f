# ---
# title: The product runs one too far
# wrong: >-
#   A piece is taken of what is left after itself.
# caught_by: [sticks, model_density]
# hint: >-
#   Your pieces do not sum to one. What a piece is a share of is what the pieces before it have left: does its own
#   share belong to that product?
# ---

# %% grade_id="weights"
def weights(betas):
    one = torch.ones(*betas.shape[:-1], 1)
    left = (1.0 - betas).cumprod(-1)
    return torch.cat([betas * left, left[..., -1:] if betas.shape[-1] else one], -1)
