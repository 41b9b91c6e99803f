# ---
# title: Each value is weighted by its variance
# wrong: >-
#   The less reliable of the two pulls harder.
# caught_by: [posterior_exact, perfect_density]
# hint: >-
#   Your mean lies nearer to the guess than to the measurement. Which of the two is the more reliable, and which
#   should pull harder?
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = SPREAD**2, NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, (1.0 / ours + 1.0 / theirs) ** -0.5


def log_evidence(guess, measurement):
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
