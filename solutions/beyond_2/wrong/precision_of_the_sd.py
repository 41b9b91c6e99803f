# ---
# title: One divided by the standard deviation
# wrong: >-
#   The precision is made of the standard deviation, not of the variance.
# caught_by: [posterior_exact, perfect_density]
# hint: >-
#   Both of your numbers are a little off. Of what is a precision one divided?
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = 1.0 / SPREAD, 1.0 / NOISE
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, 1.0 / (ours + theirs)


def log_evidence(guess, measurement):
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
