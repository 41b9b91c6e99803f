# ---
# title: One morning, copied
# wrong: A single morning is drawn and repeated n times.
# caught_by: [given_draws]
# hint: >-
#   All mornings of a call are the same number, so only one was drawn. Let the plate draw as many as are asked
#   for.
# ---

# %% grade_id="draw_given"
def draw_given(mu, n):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return held(n_obs=1).expand(n)
