# ---
# title: The mean is returned n times
# wrong: Every morning is exactly mu; nothing is drawn.
# caught_by: [given_draws]
# hint: >-
#   On your line each morning is exactly like the last. Only mu is held: the mornings themselves are still drawn
#   around it.
# ---

# %% grade_id="draw_given"
def draw_given(mu, n):
    return torch.full((n,), float(mu))
