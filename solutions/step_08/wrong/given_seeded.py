# ---
# title: The seed is set inside draw_given
# wrong: Every call returns the same mornings.
# caught_by: [given_draws]
# hint: >-
#   Call your function twice: the same mornings come again. Something in it turns the random numbers back to
#   their start.
# ---

# %% grade_id="draw_given"
def draw_given(mu, n):
    pyro.set_rng_seed(0)
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return held(n_obs=n)
