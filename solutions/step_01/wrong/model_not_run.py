# ---
# title: draw has a distribution of its own
# wrong: >-
#   The numbers have the right distribution, but model is never run: a better model would change nothing.
# caught_by: [draw_runs]
# hint: >-
#   Your numbers do not come from your model: draw says a second time what the model says already. If
#   somebody improved the model, would your draw notice?
# ---

# %% grade_id="draw"
def draw(n):
    mu = pyro.param("mu", torch.tensor(0.0)).detach()
    return [dist.Normal(mu, NOISE).sample().item() for _ in range(n)]
