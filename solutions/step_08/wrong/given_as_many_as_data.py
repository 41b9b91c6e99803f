# ---
# title: As many mornings as the notebook has
# wrong: n is ignored; the plate is as long as the data of the notebook.
# caught_by: [given_draws]
# hint: >-
#   How many mornings come back when you ask for three? The length of the plate should be the one that was asked
#   for.
# ---

# %% grade_id="draw_given"
def draw_given(mu, n):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return held(n_obs=len(mornings))
