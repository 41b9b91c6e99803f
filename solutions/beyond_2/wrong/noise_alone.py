# ---
# title: The weight is taken to be the guess
# wrong: >-
#   The likelihood at the guess, without the spread of the weight.
# caught_by: [evidence_exact]
# hint: >-
#   You ask how probable the measurement was if the weight were exactly your guess. But the weight may be off, too.
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = 1.0 / SPREAD**2, 1.0 / NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, (ours + theirs) ** -0.5



def log_evidence(guess, measurement):
    return dist.Normal(guess, NOISE).log_prob(measurement).item()
