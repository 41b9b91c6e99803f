# ---
# title: mu is not held
# wrong: The name is misspelt, so the mornings belong to a line that the prior draws.
# caught_by: [given_draws]
# hint: >-
#   Your mornings pay no attention to the mu that was asked for. Is the site held? Compare the names, letter by
#   letter.
# ---

# %% grade_id="draw_given"
def draw_given(mu, n):
    held = poutine.condition(model, data={"MU": torch.as_tensor(mu)})
    return held(n_obs=n)
