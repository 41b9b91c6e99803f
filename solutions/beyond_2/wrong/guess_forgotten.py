# ---
# title: The guess is forgotten
# wrong: >-
#   Only the measurement counts.
# caught_by: [posterior_exact, perfect_density]
# hint: >-
#   Your answer would be the same for every guess. What was known before the parcel was on the scale?
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    return measurement.item(), NOISE


def log_evidence(guess, measurement):
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
