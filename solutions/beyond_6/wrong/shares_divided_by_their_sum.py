# ---
# title: Shares made to sum to 1
# wrong: >-
#   The shares, and a 1 at the end, are divided by their sum.
# caught_by: [sticks, model_density]
# hint: >-
#   Dividing by the sum makes any numbers sum to one. A stick is broken one piece after the other, and each share is
#   one of what is left.
# ---

# %% grade_id="weights"
def weights(betas):
    all_of_it = torch.cat([betas, torch.ones(*betas.shape[:-1], 1)], -1)
    return all_of_it / all_of_it.sum(-1, keepdim=True)
