# ---
# title: The variance is returned for the sd
# wrong: >-
#   The sum of the precisions is inverted, and no root is taken.
# caught_by: [posterior_exact, perfect_density]
# hint: >-
#   Your mean is right. One divided by a precision is a variance; what was asked for?
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = 1.0 / SPREAD**2, 1.0 / NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, 1.0 / (ours + theirs)


def log_evidence(guess, measurement):
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
